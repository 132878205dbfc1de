package io.orderflow.relay.receiver;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.relay.wire.TolerantPropertiesConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;

/**
 * What the broker delivers from a queue, in its order. To be acknowledged on the channel. How many messages are in memory is
 * bounded by the channel's prefetch.
 */
public final class Deliveries {

    private final TolerantPropertiesConverter converter = new TolerantPropertiesConverter();
    private final String queue;
    private final BlockingQueue<Runnable> arrivals = new LinkedBlockingQueue<>();
    private final List<Message> batch = new ArrayList<>();

    private Deliveries(String queue) {
        this.queue = queue;
    }

    /**
     * Begins to consume from a queue.
     *
     * @param prefetch how many messages may be on their way at once
     * @throws IOException if the broker refuses it, or is gone
     */
    public static Deliveries from(String queue, Channel channel, int prefetch) throws IOException {
        Deliveries deliveries = new Deliveries(queue);
        channel.basicQos(prefetch);
        channel.basicConsume(queue, false, deliveries.new Arrivals(channel));
        return deliveries;
    }

    /**
     * The next messages, at most so many; none if none comes in time.
     *
     * @throws AmqpException if nothing comes any more: the channel or the connection was closed, the queue was deleted, or its
     *     node is down
     */
    public List<Message> next(int limit, long waitMillis) throws InterruptedException {
        batch.clear();
        Runnable arrival = arrivals.poll(waitMillis, TimeUnit.MILLISECONDS);
        while (arrival != null) {
            arrival.run();
            arrival = batch.size() < limit ? arrivals.poll() : null;
        }
        return List.copyOf(batch);
    }

    /** Hands over from the client's threads what came: a message, or the end. */
    private final class Arrivals extends DefaultConsumer {

        Arrivals(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            arrivals.add(() -> batch.add(new Message(
                    body, converter.toMessageProperties(properties, envelope, StandardCharsets.UTF_8.name()))));
        }

        @Override
        public void handleCancel(String tag) {
            arrivals.add(() -> {
                throw new AmqpException("The broker delivers nothing any more from the queue " + queue);
            });
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            arrivals.add(() -> {
                throw new AmqpException("The connection to the broker was lost", signal);
            });
        }
    }
}
