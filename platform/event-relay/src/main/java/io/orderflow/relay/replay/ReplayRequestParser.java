package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads requests for history as {@link ReplayRequestSender}, or anybody else with an AMQP client, sends them. */
final class ReplayRequestParser {

    static final String ROUTING_KEYS = "routing_keys";

    private static final Pattern ROUTING_KEY =
            Pattern.compile("(?:[A-Za-z0-9_-]+|[*#])(?:\\.(?:[A-Za-z0-9_-]+|[*#]))*");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_NAME = 255;

    private ReplayRequestParser() {}

    /** @throws UnreadableRequestException with a reason that a person can read */
    static ReplayRequest read(BasicProperties properties, byte[] body) throws UnreadableRequestException {
        return new ReplayRequest(
                requireName(properties.getCorrelationId(), "correlation_id"),
                requireName(properties.getReplyTo(), "reply_to"),
                routingKeys(body));
    }

    private static String requireName(String value, String property) throws UnreadableRequestException {
        if (value == null
                || value.isBlank()
                || value.length() > LONGEST_NAME
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableRequestException(
                    "property " + property + " is missing or no text of 1 to " + LONGEST_NAME + " characters");
        }
        return value;
    }

    private static List<String> routingKeys(byte[] body) throws UnreadableRequestException {
        try {
            JsonNode keys = JSON.readTree(body).path(ROUTING_KEYS);
            if (keys.isArray() && !keys.isEmpty() && keys.valueStream().allMatch(ReplayRequestParser::isRoutingKey)) {
                return keys.valueStream().map(JsonNode::stringValue).toList();
            }
        } catch (JacksonException e) {
            throw new UnreadableRequestException("the body is no JSON", e);
        }
        throw new UnreadableRequestException(
                "the body has no " + ROUTING_KEYS + ", a list of one or more patterns of words");
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
