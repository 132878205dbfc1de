package io.orderflow.eventstore.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.orderflow.eventstore.tracing.TraceParent;
import jakarta.annotation.Nullable;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.UnknownSerializedType;
import tools.jackson.databind.JsonNode;

/**
 * An event as its store has it.
 *
 * @param place its index in the store, which ascends in the order of events
 * @param at when this store got it; of an event from another service, some time after it happened there
 * @param traceId of the trace that it belongs to, 32 hexadecimal digits; null if it was not traced
 * @param data the event itself; the JSON of one that this release does not know
 */
public record RecordedEvent(
        @JsonIgnore long place,
        String eventId,
        String type,
        Instant at,
        String aggregate,
        long sequence,
        @Nullable String traceId,
        Object data) {

    static RecordedEvent of(TrackedEventMessage<?> message) {
        DomainEventMessage<?> event = (DomainEventMessage<?>) message;
        UnknownSerializedType unknown = event.getPayload() instanceof UnknownSerializedType other ? other : null;
        return new RecordedEvent(
                message.trackingToken().position().orElseThrow(),
                event.getIdentifier(),
                unknown == null
                        ? event.getPayloadType().getSimpleName()
                        : unknown.serializedType().getName(),
                event.getTimestamp(),
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                TraceParent.traceIdOf(event).orElse(null),
                unknown == null ? event.getPayload() : unknown.readData(JsonNode.class));
    }
}
