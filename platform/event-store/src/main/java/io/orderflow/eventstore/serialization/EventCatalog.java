package io.orderflow.eventstore.serialization;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The event types that an application knows, by the name each has in the event store and on the wire: its simple class
 * name, so that neither depends on Java packages.
 */
public final class EventCatalog {

    private final Map<String, Class<?>> types;

    private EventCatalog(Map<String, Class<?>> types) {
        this.types = types;
    }

    /**
     * A catalog of these types.
     *
     * @param types events; a sealed interface stands for all that it permits
     * @throws IllegalStateException if two of them have the same name
     */
    public static EventCatalog of(Class<?>... types) {
        return new EventCatalog(Arrays.stream(types)
                .flatMap(EventCatalog::members)
                .collect(toUnmodifiableMap(Class::getSimpleName, Function.identity())));
    }

    /** The events that a type stands for: those that a sealed interface permits, or the type itself. */
    public static Stream<Class<?>> members(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventCatalog::members)
                : Stream.of(type);
    }

    /** Whether this is the type that its name stands for here. */
    public boolean contains(Class<?> type) {
        return nameOf(type).isPresent();
    }

    Optional<Class<?>> typeNamed(String name) {
        return Optional.ofNullable(types.get(name));
    }

    Optional<String> nameOf(Class<?> type) {
        String name = type.getSimpleName();
        return type == types.get(name) ? Optional.of(name) : Optional.empty();
    }
}
