package io.orderflow.eventstore.storage;

import io.orderflow.eventstore.serialization.ReadFailure;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializationException;

/** An event was to be stored that nobody could read again, for instance as a member is null. Nothing of its transaction is. */
public final class UnreadableEventException extends RuntimeException {

    UnreadableEventException(EventMessage<?> event, SerializationException cause) {
        super(
                "%s (%s) is not stored, as it could not be read again: %s"
                        .formatted(
                                event.getPayloadType().getSimpleName(),
                                event.getIdentifier(),
                                ReadFailure.reason(cause)),
                cause);
    }
}
