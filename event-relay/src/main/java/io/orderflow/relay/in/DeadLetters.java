package io.orderflow.relay.in;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.out.ConfirmingPublisher;
import io.orderflow.relay.out.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * Parks messages that cannot be handled in their queue's dead-letter queue, with body, properties and headers as they
 * came, and why and when in headers of their own. Parking ends with the broker's confirm: only then may the original be
 * acknowledged. A crash between the two leaves the message in both queues, never in none.
 */
public final class DeadLetters {

    /** Why the message was parked, for a person to read. */
    public static final String REASON = "x-parked-reason";
    /** When the message was parked, ISO-8601 UTC. */
    public static final String PARKED_AT = "x-parked-at";
    /** The routing key under which the message had been published. */
    public static final String ROUTING_KEY = "x-parked-routing-key";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final String DEFAULT_EXCHANGE = "";

    private final DefaultMessagePropertiesConverter properties = new DefaultMessagePropertiesConverter();
    private final ConfirmingPublisher publisher;
    private final Clock clock;

    public DeadLetters(ConfirmingPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** The name of a queue's dead-letter queue. */
    public static String queueFor(String queue) {
        return queue + ".dead";
    }

    /**
     * Parks one message that came from the queue.
     *
     * @throws io.orderflow.relay.out.NotConfirmedException if the broker has not taken it
     */
    void park(Message message, String queue, String reason) {
        log.warn(
                "Parking message {} from {} in {}: {}",
                message.getMessageProperties().getMessageId(),
                queue,
                queueFor(queue),
                reason);
        BasicProperties original =
                properties.fromMessageProperties(message.getMessageProperties(), StandardCharsets.UTF_8.name());
        Map<String, Object> headers = new HashMap<>(original.getHeaders());
        headers.put(REASON, reason);
        headers.put(PARKED_AT, clock.instant().toString());
        headers.put(ROUTING_KEY, message.getMessageProperties().getReceivedRoutingKey());
        publisher.publish(List.of(new OutgoingMessage(
                DEFAULT_EXCHANGE,
                queueFor(queue),
                original.builder().headers(headers).deliveryMode(2).build(),
                message.getBody())));
    }
}
