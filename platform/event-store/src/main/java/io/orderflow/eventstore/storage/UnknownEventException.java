package io.orderflow.eventstore.storage;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.UnknownSerializedType;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The store holds an event that this release does not know: another release has written it, which this one has taken the place
 * of or runs beside. Nothing may pass it over. It waits for a release that knows the event, so trying again is right.
 */
public final class UnknownEventException extends TransientDataAccessResourceException {

    private UnknownEventException(EventMessage<?> event) {
        super("This release does not know " + describe(event) + "; a release that does has to handle it");
    }

    /**
     * Returns the event.
     *
     * @throws UnknownEventException if its type, after all upcasters, is none that this release knows
     */
    public static <E extends EventMessage<?>> E requireKnown(E event) {
        if (UnknownSerializedType.class.isAssignableFrom(event.getPayloadType())) {
            throw new UnknownEventException(event);
        }
        return event;
    }

    private static String describe(EventMessage<?> event) {
        String type = event.getPayload() instanceof UnknownSerializedType unknown
                ? unknown.serializedType().getName() + " of revision "
                        + unknown.serializedType().getRevision()
                : "the event";
        return event instanceof DomainEventMessage<?> domainEvent
                ? "%s (%s, event %s of %s)"
                        .formatted(
                                type,
                                event.getIdentifier(),
                                domainEvent.getSequenceNumber(),
                                domainEvent.getAggregateIdentifier())
                : type + " (" + event.getIdentifier() + ")";
    }
}
