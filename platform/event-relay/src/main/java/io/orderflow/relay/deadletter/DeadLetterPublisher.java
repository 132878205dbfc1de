package io.orderflow.relay.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.topology.Topology;
import io.orderflow.relay.wire.PrintableText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * Parks messages that cannot be handled in their queue's dead-letter queue, with body, properties and headers as they
 * came, and why and when in headers of their own. Parking ends with the broker's confirm: only then may the original be
 * acknowledged. A crash between the two leaves the message in both queues, never in none.
 */
public final class DeadLetterPublisher {

    /** What the headers that parking adds begin with. */
    static final String HEADERS = "x-parked-";
    /** By which operators name the dead letter. */
    static final String ID = HEADERS + "id";
    /** Why the message was parked, for a person to read. */
    static final String REASON = HEADERS + "reason";
    /** When the message was parked, ISO-8601 UTC. */
    static final String PARKED_AT = HEADERS + "at";
    /** The routing key under which the message had been published. */
    static final String ROUTING_KEY = HEADERS + "routing-key";

    /** The header by which a sender has the broker put copies into other queues as well. */
    private static final String COPIES = "CC";

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private final DefaultMessagePropertiesConverter properties = new DefaultMessagePropertiesConverter();
    private final ConfirmingPublisher publisher;
    private final Clock clock;

    public DeadLetterPublisher(ConfirmingPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Parks one message that came from the queue.
     *
     * @throws io.orderflow.relay.publisher.NotConfirmedException if the broker has not taken it
     */
    public void park(Message message, String queue, String reason) {
        BasicProperties original =
                properties.fromMessageProperties(message.getMessageProperties(), StandardCharsets.UTF_8.name());
        park(original, message.getMessageProperties().getReceivedRoutingKey(), message.getBody(), queue, reason);
    }

    /** As for one message that came to a listener. */
    public void park(GetResponse message, String queue, String reason) {
        park(message.getProps(), message.getEnvelope().getRoutingKey(), message.getBody(), queue, reason);
    }

    private void park(BasicProperties original, String routingKey, byte[] body, String queue, String reason) {
        String id = UUID.randomUUID().toString();
        String shown = PrintableText.of(reason);
        log.warn("Parking a message from {} as dead letter {}: {}", queue, id, shown);
        Map<String, Object> headers = new HashMap<>();
        if (original.getHeaders() != null) {
            headers.putAll(original.getHeaders());
        }
        headers.put(ID, id);
        headers.put(REASON, shown);
        headers.put(PARKED_AT, clock.instant().toString());
        headers.put(ROUTING_KEY, routingKey);
        // What told the broker what to do with the message is kept, but not for it to do so again: a copy to the queue
        // that the message came from would come back for ever, and what expires is not parked.
        Object copies = headers.remove(COPIES);
        if (copies != null) {
            headers.put(HEADERS + COPIES, copies);
        }
        BasicProperties parked = original.builder()
                .headers(headers)
                .deliveryMode(OutgoingMessage.PERSISTENT)
                .expiration(null)
                .userId(null)
                .build();
        publisher.publish(List.of(OutgoingMessage.toQueue(Topology.deadLetterQueueOf(queue), parked, body)));
    }
}
