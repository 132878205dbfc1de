package io.orderflow.relay.wire;

import io.orderflow.eventstore.serialization.ReadFailure;
import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.eventstore.tracing.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.messaging.Headers;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.springframework.amqp.core.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events from messages and finds out whatever is wrong with one before it is stored: Axon's converter takes
 * missing headers for "no event", fails on a sequence number of another integer type, and reads the payload only when a
 * handler asks for it.
 */
public final class EventMessageReader {

    /** What is larger is no event: reading it would take many times its size. */
    private static final int LARGEST_BODY = 1024 * 1024;

    /** The width of the event store's identifier columns. */
    private static final int LONGEST_IDENTIFIER = 255;

    /** Metadata that Axon gives to all events that follow: what is long in one of them would be in no message of theirs. */
    private static final List<String> COPIED_META_DATA =
            List.of(Headers.MESSAGE_METADATA + "-traceId", Headers.MESSAGE_METADATA + "-correlationId");

    /** An escaped control character, or a part of a surrogate pair. */
    private static final Pattern CONTROL_ESCAPE = Pattern.compile("\\\\(?:[bf]|u(?:00[01789]|[dD][89a-fA-F]))");

    private static final JsonMapper JSON = new JsonMapper();

    private final AMQPMessageConverter converter;
    private final IntegrationEvents published;

    public EventMessageReader(UpcastingMessageConverter converter, IntegrationEvents published) {
        this.converter = converter;
        this.published = published;
    }

    /**
     * The event that the message carries, found whole.
     *
     * @throws UnreadableMessageException with a reason that a person can read
     */
    public EventMessage<?> read(Message message) throws UnreadableMessageException {
        Map<String, Object> headers = message.getMessageProperties().getHeaders();
        requireIdentifier(headers, Headers.MESSAGE_ID);
        requireTimestamp(headers);
        String type = requireIdentifier(headers, Headers.MESSAGE_TYPE);
        if (headers.containsKey(Headers.AGGREGATE_ID)) {
            requireIdentifier(headers, Headers.AGGREGATE_ID);
            requireIdentifier(headers, Headers.AGGREGATE_TYPE);
            requireSequenceNumber(headers);
        }
        if (headers.get(Headers.MESSAGE_REVISION) != null) {
            requireIdentifier(headers, Headers.MESSAGE_REVISION);
        }
        for (String copied : COPIED_META_DATA) {
            if (headers.get(copied) != null) {
                requireIdentifier(headers, copied);
            }
        }
        if (message.getBody().length > LARGEST_BODY) {
            throw new UnreadableMessageException(
                    "the body has " + message.getBody().length + " bytes, and an event at most " + LARGEST_BODY);
        }
        requireStorableText(message.getBody());
        try {
            EventMessage<?> event = converter
                    .readAMQPMessage(message.getBody(), headers)
                    .orElseThrow(() ->
                            new UnreadableMessageException("'" + type + "' is no event type that this service takes"));
            if (event.getPayload() == null) {
                throw new UnreadableMessageException("the body is empty");
            }
            requireAggregate(event);
            return inItsTrace(event, headers.get(TraceParent.KEY));
        } catch (SerializationException e) {
            throw new UnreadableMessageException("the body is no " + type + ": " + ReadFailure.reason(e), e);
        }
    }

    private static String requireIdentifier(Map<String, Object> headers, String name)
            throws UnreadableMessageException {
        if (!(headers.get(name) instanceof String text) || text.isBlank() || text.length() > LONGEST_IDENTIFIER) {
            throw new UnreadableMessageException(
                    "header " + name + " is missing or no text of 1 to " + LONGEST_IDENTIFIER + " characters");
        }
        if (!PrintableText.isPrintable(text)) {
            throw new UnreadableMessageException("header " + name + " has control characters");
        }
        return text;
    }

    private static void requireTimestamp(Map<String, Object> headers) throws UnreadableMessageException {
        String name = Headers.MESSAGE_TIMESTAMP;
        try {
            DateTimeUtils.parseInstant(requireIdentifier(headers, name));
        } catch (DateTimeException e) {
            throw new UnreadableMessageException("header " + name + " is no ISO-8601 time", e);
        }
    }

    private static void requireSequenceNumber(Map<String, Object> headers) throws UnreadableMessageException {
        if (!(headers.get(Headers.AGGREGATE_SEQ) instanceof Long sequence) || sequence < 0) {
            throw new UnreadableMessageException(
                    "header " + Headers.AGGREGATE_SEQ + " is missing or no long of 0 or more");
        }
    }

    /**
     * What an event says ends as text in databases. In JSON, what they cannot keep is always escaped, and there is hardly
     * ever anything to look at.
     */
    private static void requireStorableText(byte[] body) throws UnreadableMessageException {
        String json = new String(body, StandardCharsets.UTF_8);
        if (!CONTROL_ESCAPE.matcher(json).find()) {
            return;
        }
        try {
            if (!isStorable(JSON.readTree(body))) {
                throw new UnreadableMessageException("the body has text with control characters");
            }
        } catch (JacksonException e) {
            throw new UnreadableMessageException("the body is no JSON", e);
        }
    }

    private static boolean isStorable(JsonNode node) {
        return node.isString()
                ? PrintableText.isStorable(node.stringValue())
                : node.valueStream().allMatch(EventMessageReader::isStorable)
                        && node.propertyNames().stream().allMatch(PrintableText::isStorable);
    }

    /** Somebody else's header, which is not what an event is refused for. */
    private static EventMessage<?> inItsTrace(EventMessage<?> event, Object traceParent) {
        MetaData others = event.getMetaData().withoutKeys(Set.of(TraceParent.KEY));
        return event.withMetaData(
                traceParent instanceof String text && TraceParent.isValid(text)
                        ? others.and(TraceParent.KEY, text)
                        : others);
    }

    private void requireAggregate(EventMessage<?> event) throws UnreadableMessageException {
        Optional<String> owner = published.aggregateOf(event.getPayload());
        if (owner.isPresent()
                && !(event instanceof DomainEventMessage<?> fromAggregate
                        && fromAggregate.getAggregateIdentifier().equals(owner.get()))) {
            throw new UnreadableMessageException("it is not under the aggregate that it is of, " + owner.get());
        }
    }
}
