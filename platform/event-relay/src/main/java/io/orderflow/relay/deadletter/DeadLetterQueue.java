package io.orderflow.relay.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.axonframework.messaging.Headers;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Where operators look through the dead letters of a queue, and hand one in again or give it up.
 *
 * <p>The dead-letter queue itself is the only store. Letters are read without being acknowledged, and are back in their
 * places when the channel closes, so that whatever goes wrong, none is lost. While one operator reads, another may see
 * fewer.
 */
public final class DeadLetterQueue {

    private static final int MOST_LISTED = 1_000;

    private final ConnectionFactory connections;
    private final ConfirmingPublisher publisher;
    private final String queue;

    /** @param queue the queue whose dead letters are handled here */
    public DeadLetterQueue(ConnectionFactory connections, ConfirmingPublisher publisher, String queue) {
        this.connections = connections;
        this.publisher = publisher;
        this.queue = queue;
    }

    /** The oldest dead letters, at most a thousand. */
    public synchronized List<DeadLetter> list() {
        List<DeadLetter> letters = new ArrayList<>();
        browse((channel, parked) -> {
            letters.add(letter(parked));
            return letters.size() == MOST_LISTED;
        });
        return letters;
    }

    /**
     * Puts the message back into the queue it came from, as it came. It leaves the dead letters only when the broker has
     * confirmed it there.
     *
     * @return whether there is such a dead letter
     */
    public synchronized boolean redrive(String id) {
        return settle(
                id,
                parked -> publisher.publish(
                        List.of(OutgoingMessage.toQueue(queue, withoutParking(parked.getProps()), parked.getBody()))));
    }

    /**
     * Deletes a dead letter for good.
     *
     * @return whether there is such a dead letter
     */
    public synchronized boolean drop(String id) {
        return settle(id, parked -> {});
    }

    private boolean settle(String id, Settlement settlement) {
        return browse((channel, parked) -> {
            if (!id.equals(header(parked, DeadLetterPublisher.ID))) {
                return false;
            }
            settlement.settle(parked);
            channel.basicAck(parked.getEnvelope().getDeliveryTag(), false);
            return true;
        });
    }

    /** Shows the visitor one letter after the other, until it has seen enough; says whether it had. */
    private boolean browse(Visitor visitor) {
        Channel channel = connections.createConnection().createChannel(false);
        try {
            GetResponse parked = channel.basicGet(Topology.deadLetterQueueOf(queue), false);
            while (parked != null) {
                if (visitor.hasSeenEnough(channel, parked)) {
                    return true;
                }
                parked = channel.basicGet(Topology.deadLetterQueueOf(queue), false);
            }
            return false;
        } catch (IOException e) {
            throw new AmqpIOException(e);
        } finally {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
        }
    }

    private DeadLetter letter(GetResponse parked) {
        Map<String, String> original = new TreeMap<>();
        headers(parked.getProps()).forEach((name, value) -> {
            if (!name.startsWith(DeadLetterPublisher.HEADERS)) {
                original.put(name, Objects.toString(value));
            }
        });
        return new DeadLetter(
                header(parked, DeadLetterPublisher.ID),
                queue,
                header(parked, Headers.MESSAGE_TYPE),
                header(parked, DeadLetterPublisher.REASON),
                header(parked, DeadLetterPublisher.PARKED_AT),
                original,
                new String(parked.getBody(), StandardCharsets.UTF_8));
    }

    private static BasicProperties withoutParking(BasicProperties properties) {
        Map<String, Object> original = new HashMap<>(headers(properties));
        original.keySet().removeIf(name -> name.startsWith(DeadLetterPublisher.HEADERS));
        return properties.builder().headers(original).build();
    }

    private static String header(GetResponse parked, String name) {
        return Objects.toString(headers(parked.getProps()).get(name), null);
    }

    private static Map<String, Object> headers(BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }

    private interface Visitor {
        boolean hasSeenEnough(Channel channel, GetResponse parked) throws IOException;
    }

    private interface Settlement {
        void settle(GetResponse parked);
    }
}
