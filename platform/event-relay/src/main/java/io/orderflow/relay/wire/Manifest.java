package io.orderflow.relay.wire;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.publisher.OutgoingMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a queue ought to have got of a batch, said straight to that queue, behind the batch. The exchange brings events to
 * whichever queues are bound, and the broker is content with one of them; by the manifest the reader of a queue that was
 * unbound, deleted or away for a moment notices what it has not got, and asks for it.
 *
 * @param requests the queue that takes requests for what is missing
 * @param events the events, in their order
 */
public record Manifest(String requests, List<EventRef> events) {

    private static final String EVENTS = "events";

    private static final String TYPE = "EventsPublished";
    private static final JsonMapper JSON = new JsonMapper();

    public Manifest {
        events = List.copyOf(events);
    }

    /** The manifest that the message is, or empty for anything else, which includes what only calls itself one. */
    public static Optional<Manifest> read(MessageProperties properties, byte[] body) {
        if (!TYPE.equals(properties.getType()) || properties.getReplyTo() == null) {
            return Optional.empty();
        }
        try {
            return EventRef.listIn(JSON.readTree(body).path(EVENTS))
                    .map(events -> new Manifest(properties.getReplyTo(), events));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The message that says so to the queue. */
    public OutgoingMessage toMessage(String queue) {
        BasicProperties properties = new BasicProperties.Builder()
                .type(TYPE)
                .replyTo(requests)
                .contentType(MessageProperties.CONTENT_TYPE_JSON)
                .deliveryMode(OutgoingMessage.PERSISTENT)
                .build();
        return OutgoingMessage.toQueue(queue, properties, JSON.writeValueAsBytes(Map.of(EVENTS, events)));
    }
}
