package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the services that have history for it: each in its own queue, and not by the exchange, which would be content if one of
 * the queues got the request.
 */
public final class ReplayRequestSender {

    private static final JsonMapper JSON = new JsonMapper();

    private final ConfirmingPublisher publisher;
    private final Collection<String> requestQueues;

    /** @param requestQueues those in which the services take requests */
    ReplayRequestSender(ConfirmingPublisher publisher, Collection<String> requestQueues) {
        this.publisher = publisher;
        this.requestQueues = List.copyOf(requestQueues);
    }

    /**
     * Sends the request to every service: the replay's id is the correlation id, its queue is the address to reply to, and the
     * body is {@code {"routing_keys": [...]}} or {@code {"events": [{"id": ..., "aggregate": ..., "sequence": ...}]}}.
     *
     * @throws io.orderflow.relay.publisher.NotConfirmedException if the broker has not taken the request; asking again with
     *     the same id is safe
     */
    public void send(ReplayRequest request) {
        send(request, requestQueues);
    }

    /** As {@link #send}, to the one service that takes requests in this queue. */
    public void sendTo(String requestQueue, ReplayRequest request) {
        send(request, List.of(requestQueue));
    }

    private void send(ReplayRequest request, Collection<String> queues) {
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId(request.id())
                .replyTo(request.queue())
                .contentType(MessageProperties.CONTENT_TYPE_JSON)
                .deliveryMode(OutgoingMessage.PERSISTENT)
                .build();
        byte[] body = JSON.writeValueAsBytes(
                request.events().isEmpty()
                        ? Map.of(ReplayRequestParser.ROUTING_KEYS, request.routingKeys())
                        : Map.of(ReplayRequestParser.EVENTS, request.events()));
        publisher.publish(queues.stream()
                .map(queue -> OutgoingMessage.toQueue(queue, properties, body))
                .toList());
    }
}
