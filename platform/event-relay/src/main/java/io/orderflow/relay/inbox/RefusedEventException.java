package io.orderflow.relay.inbox;

import org.axonframework.eventhandling.EventMessage;

/** An event that can never be stored, so that its message has to be parked. */
public final class RefusedEventException extends RuntimeException {

    private final String eventIdentifier;

    /** @param reason for a person to read */
    public RefusedEventException(EventMessage<?> event, String reason) {
        super(reason);
        this.eventIdentifier = event.getIdentifier();
    }

    /** Which event it is. */
    public String eventIdentifier() {
        return eventIdentifier;
    }
}
