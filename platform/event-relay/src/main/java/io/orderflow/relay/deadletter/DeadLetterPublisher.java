package io.orderflow.relay.deadletter;

import static java.util.stream.Collectors.toMap;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.RefusedMessageException;
import io.orderflow.relay.wire.TolerantPropertiesConverter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/**
 * Parks messages that cannot be handled in their queue's dead-letter queue, with body, properties and headers as they
 * came, and why and when beside them. Parking ends with the broker's confirm: only then may the original be acknowledged. A
 * crash between the two leaves the message in both queues, never in none.
 */
public final class DeadLetterPublisher {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private final TolerantPropertiesConverter properties = new TolerantPropertiesConverter();
    private final ConfirmingPublisher publisher;
    private final Clock clock;
    private final Map<String, Counter> parked;

    /**
     * Counts what it parks, by queue, as {@code orderflow.deadletters.parked}.
     *
     * @param queues from which messages are parked
     */
    public DeadLetterPublisher(ConfirmingPublisher publisher, Clock clock, MeterRegistry metrics, List<String> queues) {
        this.publisher = publisher;
        this.clock = clock;
        this.parked = queues.stream().collect(toMap(queue -> queue, queue -> counter(metrics, queue)));
    }

    private static Counter counter(MeterRegistry metrics, String queue) {
        return Counter.builder("orderflow.deadletters.parked")
                .description("Messages that could not be handled")
                .tag("queue", queue)
                .register(metrics);
    }

    /**
     * Parks one message that came from the queue, which is one of those.
     *
     * @param partition the queue of the broker that it was in, which is the queue itself if that is not partitioned
     * @throws io.orderflow.relay.publisher.NotConfirmedException if the broker has not taken it
     * @throws RefusedMessageException if the broker takes no message of this size any more
     */
    public void park(Message message, String queue, String partition, String reason) {
        BasicProperties original = properties.received(message.getMessageProperties(), StandardCharsets.UTF_8.name());
        String routingKey = message.getMessageProperties().getReceivedRoutingKey();
        park(original, routingKey, message.getBody(), queue, partition, reason);
    }

    /** As for one message that came to a listener. */
    public void park(GetResponse message, String queue, String reason) {
        park(message.getProps(), message.getEnvelope().getRoutingKey(), message.getBody(), queue, queue, reason);
    }

    private void park(
            BasicProperties original, String routingKey, byte[] body, String queue, String partition, String reason) {
        String id = UUID.randomUUID().toString();
        String shown = PrintableText.of(reason);
        log.atWarn()
                .addKeyValue("queue", queue)
                .addKeyValue("dead.letter", id)
                .log("Parking a message from {} as dead letter {}: {}", partition, id, shown);
        Map<String, Object> parking = new HashMap<>(Map.of(
                ParkedMessage.ID,
                id,
                ParkedMessage.REASON,
                shown,
                ParkedMessage.PARKED_AT,
                clock.instant().toString(),
                ParkedMessage.ROUTING_KEY,
                routingKey));
        if (!partition.equals(queue)) {
            parking.put(ParkedMessage.PARTITION, partition);
        }
        if (ParkedMessage.mustBeSealed(original) || !isParkedOpen(queue, parking, original, body)) {
            publisher.publish(List.of(ParkedMessage.sealed(queue, parking, original, body)));
        }
        parked.get(queue).increment();
    }

    private boolean isParkedOpen(String queue, Map<String, Object> parking, BasicProperties original, byte[] body) {
        try {
            publisher.publish(List.of(ParkedMessage.open(queue, parking, original, body)));
            return true;
        } catch (RefusedMessageException e) {
            log.info("Its headers leave no room for the reason, and are kept with its body: {}", e.getMessage());
            return false;
        }
    }
}
