package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.out.EventMessages;
import io.orderflow.relay.out.OutgoingMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a replay sends: each event as the relay had sent it, with headers that say whose history it is from and where in it
 * it stands; before the first a {@code ReplayStarted} and after the last a {@code ReplayFinished}, which are no events.
 */
public final class ReplayMessages {

    /** Header: the service whose history the event is from. */
    public static final String ORIGIN = "x-replay-origin";
    /** Header: the event's number in this replay, ascending by 1 from 1 for each origin. */
    public static final String SEQUENCE = "x-replay-sequence";
    /** Header: the routing key under which the event was published. */
    public static final String ROUTING_KEY = "x-replay-routing-key";

    private static final String STARTED = "ReplayStarted";
    private static final String FINISHED = "ReplayFinished";
    private static final String EVENTS = "events";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DEFAULT_EXCHANGE = "";
    private static final int PERSISTENT = 2;

    private final EventMessages messages;
    private final String origin;

    /** @param origin the name of this service */
    ReplayMessages(EventMessages messages, String origin) {
        this.messages = messages;
        this.origin = origin;
    }

    /**
     * The beginning or the end of a replay.
     *
     * @param origin the service whose history begins or ends
     * @param isLast whether it ends
     * @param events how many events there are to come, or were sent
     */
    public record Marker(String origin, boolean isLast, long events) {}

    /**
     * The marker that the message is, or empty for anything else. A message that only calls itself a marker is none, and
     * is no event either.
     */
    public static Optional<Marker> marker(MessageProperties properties, byte[] body) {
        boolean isLast = FINISHED.equals(properties.getType());
        if ((!isLast && !STARTED.equals(properties.getType()))
                || !(properties.getHeader(ORIGIN) instanceof String origin)) {
            return Optional.empty();
        }
        try {
            JsonNode events = JSON.readTree(body).path(EVENTS);
            return events.canConvertToLong()
                    ? Optional.of(new Marker(origin, isLast, events.longValue()))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    OutgoingMessage started(Replay replay) {
        return marker(replay, STARTED, replay.total());
    }

    OutgoingMessage finished(Replay replay) {
        return marker(replay, FINISHED, replay.sent());
    }

    OutgoingMessage event(Replay replay, long sequence, EventMessage<?> event) {
        OutgoingMessage live = messages.toMessage(event);
        Map<String, Object> headers = new HashMap<>(live.properties().getHeaders());
        headers.put(ORIGIN, origin);
        headers.put(SEQUENCE, sequence);
        headers.put(ROUTING_KEY, live.routingKey());
        BasicProperties properties = live.properties()
                .builder()
                .headers(headers)
                .correlationId(replay.id())
                .build();
        return new OutgoingMessage(DEFAULT_EXCHANGE, replay.queue(), properties, live.body());
    }

    private OutgoingMessage marker(Replay replay, String type, long events) {
        BasicProperties properties = new BasicProperties.Builder()
                .type(type)
                .correlationId(replay.id())
                .headers(Map.of(ORIGIN, origin))
                .contentType(MessageProperties.CONTENT_TYPE_JSON)
                .deliveryMode(PERSISTENT)
                .build();
        return new OutgoingMessage(
                DEFAULT_EXCHANGE, replay.queue(), properties, JSON.writeValueAsBytes(Map.of(EVENTS, events)));
    }
}
