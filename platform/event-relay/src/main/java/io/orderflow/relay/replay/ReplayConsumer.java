package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP;
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
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * A durable queue for history and for what happens meanwhile, with one consumer in the whole system. A message that was
 * not acknowledged when the consumer closes is delivered to the next one, in its place.
 */
public final class ReplayConsumer implements AutoCloseable {

    private static final int PREFETCH = 4_000;

    private final TolerantPropertiesConverter converter = new TolerantPropertiesConverter();
    private final String name;
    private final Channel channel;
    private final BlockingQueue<Runnable> arrivals = new LinkedBlockingQueue<>();
    private final List<Message> batch = new ArrayList<>();

    private ReplayConsumer(String name, Channel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Declares the queue and begins to consume from it.
     *
     * @return empty if somebody else is consuming from it
     */
    public static Optional<ReplayConsumer> open(ConnectionFactory connections, String name) {
        ReplayConsumer queue =
                new ReplayConsumer(name, connections.createConnection().createChannel(false));
        boolean open = false;
        try {
            queue.consume();
            open = true;
            return Optional.of(queue);
        } catch (IOException e) {
            if (isRefused(e)) {
                return Optional.empty();
            }
            throw new AmqpIOException(e);
        } finally {
            if (!open) {
                queue.close();
            }
        }
    }

    private void consume() throws IOException {
        channel.queueDeclare(name, true, false, false, null);
        channel.basicQos(PREFETCH);
        boolean exclusive = true;
        channel.basicConsume(name, false, "", false, exclusive, null, new Arrivals(channel));
    }

    private static boolean isRefused(IOException error) {
        return error.getCause() instanceof ShutdownSignalException closed
                && closed.getReason() instanceof AMQP.Channel.Close reason
                && reason.getReplyCode() == AMQP.ACCESS_REFUSED;
    }

    /** From now on, the queue gets a copy of every message that is published with one of these keys. */
    public void bind(String exchange, List<String> routingKeys) {
        perform(() -> {
            for (String key : routingKeys) {
                channel.queueBind(name, exchange, key);
            }
        });
    }

    /** Undoes {@link #bind}. */
    public void unbind(String exchange, List<String> routingKeys) {
        perform(() -> {
            for (String key : routingKeys) {
                channel.queueUnbind(name, exchange, key);
            }
        });
    }

    /**
     * The next messages, at most so many; none if none comes in time.
     *
     * @throws BrokenReplayException if the queue was deleted
     * @throws AmqpException if the connection was lost
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

    /** Acknowledges these messages and all before them. */
    public void acknowledge(List<Message> messages) {
        long last = messages.get(messages.size() - 1).getMessageProperties().getDeliveryTag();
        perform(() -> channel.basicAck(last, true));
    }

    /** Whether nothing waits in the queue; what has been handed out is not counted. */
    public boolean isEmpty() {
        boolean[] empty = {false};
        perform(() -> empty[0] = channel.messageCount(name) == 0);
        return empty[0] && arrivals.isEmpty();
    }

    /** Deletes the queue with all that is in it. */
    public void delete() {
        perform(() -> channel.queueDelete(name));
    }

    @Override
    public void close() {
        RabbitUtils.setPhysicalCloseRequired(channel, true);
        RabbitUtils.closeChannel(channel);
    }

    private static void perform(Action action) {
        try {
            action.perform();
        } catch (IOException e) {
            throw new AmqpIOException(e);
        } catch (ShutdownSignalException e) {
            throw new AmqpException("The connection to the broker was lost", e);
        }
    }

    private interface Action {
        void perform() throws IOException;
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
                throw new BrokenReplayException("The queue " + name + " was deleted");
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
