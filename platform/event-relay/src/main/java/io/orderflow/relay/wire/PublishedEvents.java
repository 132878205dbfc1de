package io.orderflow.relay.wire;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.orderflow.eventstore.serialization.EventCatalog;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The events that travel between applications, each under its routing key: the relay sends them, and no other is taken from a
 * queue, so a message cannot name an arbitrary class. An application names each of them in its {@link EventCatalog} too.
 */
public final class PublishedEvents {

    private final Map<Class<?>, String> routingKeys;
    private final Set<String> names;

    private PublishedEvents(Map<Class<?>, String> routingKeys) {
        this.routingKeys = routingKeys;
        this.names = routingKeys.keySet().stream().map(Class::getSimpleName).collect(toUnmodifiableSet());
    }

    /**
     * The events of these types.
     *
     * @param routingKey the key of each event
     * @param types events; a sealed interface stands for all that it permits
     */
    public static PublishedEvents of(Function<Class<?>, String> routingKey, Class<?>... types) {
        return new PublishedEvents(Arrays.stream(types)
                .flatMap(EventCatalog::members)
                .collect(toUnmodifiableMap(Function.identity(), routingKey)));
    }

    /** The key under which events of this type are published, or empty for a type that is not. */
    public Optional<String> routingKeyOf(Class<?> type) {
        return Optional.ofNullable(routingKeys.get(type));
    }

    /** Whether a message of this name may be taken from a queue. */
    public boolean includes(String name) {
        return names.contains(name);
    }

    public Set<Class<?>> types() {
        return routingKeys.keySet();
    }
}
