package io.orderflow.relay.inbox;

import com.rabbitmq.client.Channel;
import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.relay.receiver.Deliveries;
import io.orderflow.relay.receiver.ReceiverConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Takes messages one by one, on a connection without limits, after the client could not receive one of those that were on
 * their way together. As everywhere, a message is acknowledged when it is stored or parked.
 */
final class CarefulPass {

    private static final Logger log = LoggerFactory.getLogger(CarefulPass.class);

    /**
     * How long to wait for a message: the client takes its time for the oddest ones. After that, the queue has no more, or
     * another instance of the service has become its consumer.
     */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** How soon it is noticed that the application stops. */
    private static final long LOOK_MILLIS = 200;

    private final String queue;
    private final QueueListener listener;
    private final ReceiverConnections connections;
    private final int most;

    /** @param most how many messages can have been on their way together */
    CarefulPass(String queue, QueueListener listener, ReceiverConnections connections, int most) {
        this.queue = queue;
        this.listener = listener;
        this.connections = connections;
        this.most = most;
    }

    /**
     * Takes as many as can have been on their way together, or fewer if no more come.
     *
     * @param active whether to go on
     */
    void take(BooleanSupplier active) throws InterruptedException {
        log.warn("A message in {} cannot be received along with others; taking them one by one", queue);
        Channel channel = null;
        try {
            channel = connections.careful().createConnection().createChannel(false);
            int taken = take(Deliveries.from(queue, channel, 1), channel, active);
            log.info("Took {} messages from {} one by one", taken, queue);
        } catch (IOException | RuntimeException e) { // what was not acknowledged comes again
            log.warn("Stopped taking messages from {} one by one: {}", queue, FailureLog.sentence(e));
        } finally {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
        }
    }

    private int take(Deliveries deliveries, Channel channel, BooleanSupplier active) throws InterruptedException {
        for (int taken = 0; taken < most; taken++) {
            List<Message> message = next(deliveries, active);
            if (message.isEmpty()) {
                return taken;
            }
            listener.take(message, channel, active);
        }
        return most;
    }

    private static List<Message> next(Deliveries deliveries, BooleanSupplier active) throws InterruptedException {
        long start = System.nanoTime();
        List<Message> message = List.of();
        while (message.isEmpty() && active.getAsBoolean() && System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
            message = deliveries.next(1, LOOK_MILLIS);
        }
        return message;
    }
}
