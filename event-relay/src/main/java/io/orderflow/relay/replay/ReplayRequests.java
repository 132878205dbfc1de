package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.out.ConfirmingPublisher;
import io.orderflow.relay.out.OutgoingMessage;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests for history as messages: the replay's id is the correlation id, its queue is the address to reply to, and the
 * body is {@code {"routing_keys": [...]}}.
 */
public final class ReplayRequests {

    private static final Pattern ROUTING_KEY =
            Pattern.compile("(?:[A-Za-z0-9_-]+|[*#])(?:\\.(?:[A-Za-z0-9_-]+|[*#]))*");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_NAME = 255;
    private static final int PERSISTENT = 2;

    private final ConfirmingPublisher publisher;
    private final String exchange;

    public ReplayRequests(ConfirmingPublisher publisher, String exchange) {
        this.publisher = publisher;
        this.exchange = exchange;
    }

    /**
     * Asks every service that has history.
     *
     * @throws io.orderflow.relay.out.NotConfirmedException if the broker has not taken the request; asking again with the same
     *     id is safe
     */
    public void send(ReplayRequest request) {
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId(request.id())
                .replyTo(request.queue())
                .contentType(MessageProperties.CONTENT_TYPE_JSON)
                .deliveryMode(PERSISTENT)
                .build();
        byte[] body = JSON.writeValueAsBytes(Map.of("routing_keys", request.routingKeys()));
        publisher.publish(List.of(new OutgoingMessage(exchange, ReplayRequest.ROUTING_KEY, properties, body)));
    }

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
            JsonNode keys = JSON.readTree(body).path("routing_keys");
            if (keys.isArray() && !keys.isEmpty() && keys.valueStream().allMatch(ReplayRequests::isRoutingKey)) {
                return keys.valueStream().map(JsonNode::stringValue).toList();
            }
        } catch (JacksonException e) {
            throw new UnreadableRequestException("the body is no JSON", e);
        }
        throw new UnreadableRequestException("the body has no routing_keys, a list of one or more patterns of words");
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
