package io.orderflow.relay.wire;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.orderflow.eventstore.serialization.EventCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The events that travel between applications, each under its routing key: the relay sends them, and no other is taken from a
 * queue, so a message cannot name an arbitrary class. An application names each of them in its {@link EventCatalog} too.
 */
public final class IntegrationEvents {

    /** Events that come from another application, and for each the aggregate that it is of. */
    private record Taken(Class<?> family, Function<Object, String> aggregateOf) {}

    /** Events that are about something, and for each what that is. */
    private record About(Class<?> family, Function<Object, Object> of) {}

    private final Map<Class<?>, String> routingKeys;
    private final List<Taken> taken;
    private final Optional<About> about;
    private final Set<String> takenNames;

    private IntegrationEvents(Map<Class<?>, String> routingKeys, List<Taken> taken, Optional<About> about) {
        this.routingKeys = routingKeys;
        this.taken = taken;
        this.about = about;
        this.takenNames = routingKeys.keySet().stream()
                .filter(type -> taken.isEmpty()
                        || taken.stream().anyMatch(some -> some.family().isAssignableFrom(type)))
                .map(Class::getSimpleName)
                .collect(toUnmodifiableSet());
    }

    /**
     * The events of these types. All of them are taken from queues, until it is said which are.
     *
     * @param routingKey the key of each event
     * @param types events; a sealed interface stands for all that it permits
     */
    public static IntegrationEvents of(Function<Class<?>, String> routingKey, Class<?>... types) {
        return new IntegrationEvents(
                Arrays.stream(types)
                        .flatMap(EventCatalog::members)
                        .collect(toUnmodifiableMap(Function.identity(), routingKey)),
                List.of(),
                Optional.empty());
    }

    /**
     * As these, but of what comes from elsewhere only such events are taken, and others for which this is said too: what an
     * application says itself, nobody else may say to it. Each is taken only under the aggregate that it is of, so that it
     * cannot have a place in the history of another.
     *
     * @param family the events of another application
     * @param aggregateOf the identifier of the aggregate that publishes an event
     */
    public <E> IntegrationEvents taking(Class<E> family, Function<E, String> aggregateOf) {
        Taken more = new Taken(family, event -> aggregateOf.apply(family.cast(event)));
        return new IntegrationEvents(
                routingKeys, Stream.concat(taken.stream(), Stream.of(more)).toList(), about);
    }

    /**
     * As these, but events of a family go to the partition of what they are about, in whose order they stay, where they go to a queue
     * that is partitioned.
     *
     * @param of what an event is about; the same for all applications
     */
    public <E> IntegrationEvents partitionedBy(Class<E> family, Function<E, Object> of) {
        return new IntegrationEvents(
                routingKeys, taken, Optional.of(new About(family, event -> of.apply(family.cast(event)))));
    }

    /** Whether it is said what events of this type are about. */
    boolean areAboutSomething(Class<?> type) {
        return about.filter(some -> some.family().isAssignableFrom(type)).isPresent();
    }

    /** What an event is about, of a type of which that is said. */
    Object aboutOf(Object event) {
        return about.orElseThrow().of().apply(event);
    }

    /** The key under which events of this type are published, or empty for a type that is not. */
    public Optional<String> routingKeyOf(Class<?> type) {
        return Optional.ofNullable(routingKeys.get(type));
    }

    public Set<Class<?>> types() {
        return routingKeys.keySet();
    }

    /** Whether a message of this name may be taken from a queue. */
    boolean isTaken(String name) {
        return takenNames.contains(name);
    }

    /** The identifier of the aggregate that an event has to be of; empty if that is not said. */
    Optional<String> aggregateOf(Object event) {
        return taken.stream()
                .filter(some -> some.family().isInstance(event))
                .findFirst()
                .map(some -> some.aggregateOf().apply(event));
    }
}
