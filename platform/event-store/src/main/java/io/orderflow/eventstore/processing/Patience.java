package io.orderflow.eventstore.processing;

import java.util.Set;

/**
 * Says of a processor that it may keep events for a moment, to handle them with others, unless one comes that is urgent: a batch of
 * ten events costs hardly more than one of a single event. As a bean, it is regarded by the processor.
 *
 * @param processor its name
 * @param urgent types of events for which somebody waits; what they permit or extend counts too. All others can wait
 */
public record Patience(String processor, Set<Class<?>> urgent) {

    public Patience {
        urgent = Set.copyOf(urgent);
    }

    /** For a processor none of whose events is urgent. */
    public static Patience of(String processor) {
        return new Patience(processor, Set.of());
    }

    boolean isUrgent(Class<?> type) {
        return urgent.stream().anyMatch(some -> some.isAssignableFrom(type));
    }
}
