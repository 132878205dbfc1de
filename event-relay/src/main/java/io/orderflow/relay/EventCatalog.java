package io.orderflow.relay;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The event types that a service knows, by the name each has in the event store and on the wire: its simple class name,
 * so that neither depends on Java packages. A type is either <em>published</em>, which means it has a routing key, is
 * sent by the relay and accepted from a queue, or <em>internal</em> to the service.
 *
 * <p>What is not in the catalog is not read from a queue: a message cannot name an arbitrary class.
 */
public final class EventCatalog {

    private final Map<String, Class<?>> types;
    private final Map<Class<?>, String> routingKeys;

    private EventCatalog(Map<String, Class<?>> types, Map<Class<?>, String> routingKeys) {
        this.types = Map.copyOf(types);
        this.routingKeys = Map.copyOf(routingKeys);
    }

    /**
     * A catalog of published types.
     *
     * @param families sealed interfaces whose permitted records are the published events
     */
    public static EventCatalog ofPublished(Function<Class<?>, String> routingKey, Class<?>... families) {
        Map<Class<?>, String> routingKeys = Arrays.stream(families)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .collect(toUnmodifiableMap(type -> type, routingKey));
        return new EventCatalog(named(routingKeys.keySet().stream()), routingKeys);
    }

    /** This catalog and the service's internal types. */
    public EventCatalog withInternal(Class<?>... internal) {
        Map<String, Class<?>> all = new HashMap<>(types);
        named(Arrays.stream(internal)).forEach((name, type) -> {
            if (all.put(name, type) != null) {
                throw new IllegalArgumentException("Two event types are named " + name);
            }
        });
        return new EventCatalog(all, routingKeys);
    }

    /** The key under which events of this type are published, or empty for a type that is not. */
    public Optional<String> routingKeyOf(Class<?> type) {
        return Optional.ofNullable(routingKeys.get(type));
    }

    /** Whether a message of this name may be taken from a queue. */
    public boolean isPublished(String name) {
        return typeNamed(name).map(routingKeys::containsKey).orElse(false);
    }

    /** The names of the published types. */
    public Set<Class<?>> publishedTypes() {
        return routingKeys.keySet();
    }

    Optional<Class<?>> typeNamed(String name) {
        return Optional.ofNullable(types.get(name));
    }

    Optional<String> nameOf(Class<?> type) {
        String name = type.getSimpleName();
        return type == types.get(name) ? Optional.of(name) : Optional.empty();
    }

    private static Map<String, Class<?>> named(Stream<Class<?>> types) {
        return types.collect(toUnmodifiableMap(Class::getSimpleName, type -> type));
    }
}
