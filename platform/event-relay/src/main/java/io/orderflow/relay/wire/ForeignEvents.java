package io.orderflow.relay.wire;

import org.axonframework.eventhandling.EventMessage;

/** Tells a service's own events from those that its event store holds of other services. */
public final class ForeignEvents {

    /** Metadata of an event that came from another service: when it happened there, ISO-8601 UTC. */
    public static final String TIMESTAMP = "origin-timestamp";

    private ForeignEvents() {}

    /** Whether the event came from another service. */
    public static boolean isElsewhere(EventMessage<?> event) {
        return event.getMetaData().containsKey(TIMESTAMP);
    }
}
