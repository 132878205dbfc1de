package io.orderflow.relay.wire;

import java.time.DateTimeException;
import java.util.Map;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.messaging.Headers;
import org.axonframework.serialization.SerializationException;
import org.springframework.amqp.core.Message;

/**
 * Reads events from messages and finds out whatever is wrong with one before it is stored: Axon's converter takes
 * missing headers for "no event", fails on a sequence number of another integer type, and reads the payload only when a
 * handler asks for it.
 */
public final class EventMessageReader {

    /** The width of the event store's identifier columns. */
    private static final int LONGEST_IDENTIFIER = 255;

    private final AMQPMessageConverter converter;

    public EventMessageReader(UpcastingMessageConverter converter) {
        this.converter = converter;
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
        try {
            EventMessage<?> event = converter
                    .readAMQPMessage(message.getBody(), headers)
                    .orElseThrow(() ->
                            new UnreadableMessageException("'" + type + "' is no event type that this service knows"));
            if (event.getPayload() == null) {
                throw new UnreadableMessageException("the body is empty");
            }
            return event;
        } catch (SerializationException e) {
            throw new UnreadableMessageException("the body is no " + type + ": " + rootMessage(e), e);
        }
    }

    private static String requireIdentifier(Map<String, Object> headers, String name)
            throws UnreadableMessageException {
        if (!(headers.get(name) instanceof String text) || text.isBlank() || text.length() > LONGEST_IDENTIFIER) {
            throw new UnreadableMessageException(
                    "header " + name + " is missing or no text of 1 to " + LONGEST_IDENTIFIER + " characters");
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

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
