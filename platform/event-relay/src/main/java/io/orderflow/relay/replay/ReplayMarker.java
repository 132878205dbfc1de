package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.relay.publisher.OutgoingMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beginning or the end of a replay, a message that is no event: {@code ReplayStarted} or {@code ReplayFinished}.
 *
 * @param origin the service whose history begins or ends
 * @param isLast whether it ends
 * @param events about how many events there are to come, or exactly how many were sent
 */
public record ReplayMarker(String origin, boolean isLast, long events) {

    private static final String STARTED = "ReplayStarted";
    private static final String FINISHED = "ReplayFinished";
    private static final String EVENTS = "events";
    private static final String ESTIMATED = "estimated";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The marker that the message is, or empty for anything else. A message that only calls itself a marker is none, and
     * is no event either.
     */
    public static Optional<ReplayMarker> read(MessageProperties properties, byte[] body) {
        boolean isLast = FINISHED.equals(properties.getType());
        if ((!isLast && !STARTED.equals(properties.getType()))
                || !(properties.getHeader(ReplayHeaders.ORIGIN) instanceof String origin)
                || !PrintableText.isPrintable(origin)) {
            return Optional.empty();
        }
        try {
            JsonNode events = JSON.readTree(body).path(EVENTS);
            return events.canConvertToLong()
                    ? Optional.of(new ReplayMarker(origin, isLast, events.longValue()))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    OutgoingMessage toMessage(Replay replay) {
        BasicProperties properties = new BasicProperties.Builder()
                .type(isLast ? FINISHED : STARTED)
                .correlationId(replay.id())
                .headers(Map.of(ReplayHeaders.ORIGIN, origin))
                .contentType(MessageProperties.CONTENT_TYPE_JSON)
                .deliveryMode(OutgoingMessage.PERSISTENT)
                .build();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(EVENTS, events);
        if (!isLast) {
            body.put(ESTIMATED, true);
        }
        return OutgoingMessage.toQueue(replay.queue(), properties, JSON.writeValueAsBytes(body));
    }
}
