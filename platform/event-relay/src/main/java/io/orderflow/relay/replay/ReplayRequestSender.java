package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.topology.Topology;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.databind.json.JsonMapper;

/** Asks every service that has history for it. */
public final class ReplayRequestSender {

    private static final JsonMapper JSON = new JsonMapper();

    private final ConfirmingPublisher publisher;
    private final String exchange;

    ReplayRequestSender(ConfirmingPublisher publisher, String exchange) {
        this.publisher = publisher;
        this.exchange = exchange;
    }

    /**
     * Sends the request: the replay's id is the correlation id, its queue is the address to reply to, and the body is
     * {@code {"routing_keys": [...]}}.
     *
     * @throws io.orderflow.relay.publisher.NotConfirmedException if the broker has not taken the request; asking again with
     *     the same id is safe
     */
    public void send(ReplayRequest request) {
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId(request.id())
                .replyTo(request.queue())
                .contentType(MessageProperties.CONTENT_TYPE_JSON)
                .deliveryMode(OutgoingMessage.PERSISTENT)
                .build();
        byte[] body = JSON.writeValueAsBytes(Map.of(ReplayRequestParser.ROUTING_KEYS, request.routingKeys()));
        publisher.publish(List.of(new OutgoingMessage(exchange, Topology.REPLAY_REQUEST, properties, body)));
    }
}
