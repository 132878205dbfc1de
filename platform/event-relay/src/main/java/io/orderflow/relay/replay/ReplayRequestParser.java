package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.relay.wire.EventRef;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads requests for history as {@link ReplayRequestSender}, or anybody else with an AMQP client, sends them. */
final class ReplayRequestParser {

    static final String ROUTING_KEYS = "routing_keys";
    static final String EVENTS = "events";

    private static final Pattern ROUTING_KEY =
            Pattern.compile("(?:[A-Za-z0-9_-]+|[*#])(?:\\.(?:[A-Za-z0-9_-]+|[*#]))*");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_NAME = 255;
    private static final int MOST_EVENTS = 1_000;
    private static final int LARGEST_BODY = 1024 * 1024;

    private ReplayRequestParser() {}

    /** @throws UnreadableRequestException with a reason that a person can read */
    static ReplayRequest read(BasicProperties properties, byte[] body) throws UnreadableRequestException {
        String id = requireName(properties.getCorrelationId(), "correlation_id");
        String queue = requireName(properties.getReplyTo(), "reply_to");
        JsonNode wanted = json(body);
        return wanted.has(EVENTS)
                ? ReplayRequest.events(id, queue, events(wanted.path(EVENTS)))
                : ReplayRequest.history(id, queue, routingKeys(wanted.path(ROUTING_KEYS)));
    }

    private static String requireName(String value, String property) throws UnreadableRequestException {
        if (value == null || value.isBlank() || value.length() > LONGEST_NAME || !PrintableText.isPrintable(value)) {
            throw new UnreadableRequestException(
                    "property " + property + " is missing or no text of 1 to " + LONGEST_NAME + " characters");
        }
        return value;
    }

    private static List<String> routingKeys(JsonNode keys) throws UnreadableRequestException {
        if (!keys.isArray() || keys.isEmpty() || !keys.valueStream().allMatch(ReplayRequestParser::isRoutingKey)) {
            throw new UnreadableRequestException(
                    "the body has no " + ROUTING_KEYS + ", a list of one or more patterns of words");
        }
        return keys.valueStream().map(JsonNode::stringValue).toList();
    }

    private static List<EventRef> events(JsonNode events) throws UnreadableRequestException {
        return EventRef.listIn(events)
                .filter(wanted -> wanted.size() <= MOST_EVENTS)
                .orElseThrow(() -> new UnreadableRequestException(
                        EVENTS + " is no list of 1 to " + MOST_EVENTS + " events with id, aggregate and sequence"));
    }

    private static JsonNode json(byte[] body) throws UnreadableRequestException {
        if (body.length > LARGEST_BODY) {
            throw new UnreadableRequestException(
                    "the body has " + body.length + " bytes, and a request at most " + LARGEST_BODY);
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new UnreadableRequestException("the body is no JSON", e);
        }
    }

    private static boolean isRoutingKey(JsonNode key) {
        return key.isString() && ROUTING_KEY.matcher(key.stringValue()).matches();
    }

    /** A message that is no request for history, now or when it is tried again. */
    static final class UnreadableRequestException extends Exception {

        UnreadableRequestException(String reason) {
            super(reason);
        }

        UnreadableRequestException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
