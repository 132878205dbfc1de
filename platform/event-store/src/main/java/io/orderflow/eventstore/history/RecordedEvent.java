package io.orderflow.eventstore.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** The key of metadata under which an event has its W3C trace context. */
    private static final String TRACEPARENT = "traceparent";

    private static final Pattern TRACE_ID =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

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
                traceIdIn(event.getMetaData().get(TRACEPARENT)),
                unknown == null ? event.getPayload() : unknown.readData(JsonNode.class));
    }

    private static String traceIdIn(Object traceparent) {
        Matcher context = TRACE_ID.matcher(Objects.toString(traceparent, ""));
        return context.matches() ? context.group(1) : null;
    }
}
