package io.orderflow.relay.replay;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.relay.receiver.Deliveries;
import io.orderflow.relay.topology.QueueType;
import io.orderflow.relay.topology.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** How many messages are on their way at once, as long as each of them can be received along with others. */
    public static final int MANY = 2_000;

    private final String name;
    private final Channel channel;
    private final String mark = UUID.randomUUID().toString();
    private Deliveries deliveries;
    private boolean unbound;

    private ReplayConsumer(String name, Channel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Makes the queue, if it is not there, and begins to consume from it.
     *
     * @param prefetch how many messages may be on their way at once: {@link #MANY} or, on a careful connection, 1
     * @return empty if somebody else is consuming from it
     */
    public static Optional<ReplayConsumer> create(
            ConnectionFactory connections, int prefetch, String name, QueueType type) {
        return open(
                connections,
                prefetch,
                name,
                channel -> channel.queueDeclare(name, true, false, false, type.arguments()));
    }

    /**
     * Begins to consume from the queue, which was made before.
     *
     * @param prefetch as for {@link #create}
     * @return empty if somebody else is consuming from it
     * @throws BrokenReplayException if it was deleted since
     * @throws AmqpException if it cannot be consumed from now, for instance while its node is down
     */
    public static Optional<ReplayConsumer> resume(ConnectionFactory connections, int prefetch, String name) {
        return open(connections, prefetch, name, channel -> channel.queueDeclarePassive(name));
    }

    private static Optional<ReplayConsumer> open(
            ConnectionFactory connections, int prefetch, String name, Declaring declaring) {
        ReplayConsumer queue =
                new ReplayConsumer(name, connections.createConnection().createChannel(false));
        boolean open = false;
        try {
            if (!queue.isOnlyConsumer()) {
                return Optional.empty();
            }
            queue.consume(declaring, prefetch);
            open = true;
            return Optional.of(queue);
        } catch (IOException e) {
            if (Refusal.of(e).filter(Refusal::isNoSuchQueue).isPresent()) {
                throw new BrokenReplayException("The queue " + name + " was deleted");
            }
            throw new AmqpIOException(e);
        } finally {
            if (!open) {
                queue.close();
            }
        }
    }

    /**
     * That there is one consumer is kept by a queue beside it, classic and empty, that is gone with its only consumer: a quorum
     * queue has no exclusive consumers.
     */
    private boolean isOnlyConsumer() throws IOException {
        String guard = name + ".consumer";
        try {
            channel.queueDeclare(guard, true, false, true, QueueType.CLASSIC.arguments());
            boolean exclusive = true;
            channel.basicConsume(guard, false, "", false, exclusive, null, new DefaultConsumer(channel) {
                @Override
                public void handleCancel(String tag) throws IOException {
                    channel.abort(); // the guard was deleted, so nobody else is kept away any more
                }
            });
            return true;
        } catch (IOException e) {
            Refusal refusal = Refusal.of(e).orElseThrow(() -> e);
            if (refusal.code() == AMQP.ACCESS_REFUSED || refusal.isNoSuchQueue()) {
                return false; // somebody else has it, or was just leaving
            }
            throw e;
        }
    }

    private void consume(Declaring declaring, int prefetch) throws IOException {
        declaring.declare(channel);
        deliveries = Deliveries.from(name, channel, prefetch);
    }

    /** From now on, the queue gets a copy of every message that is published with one of these keys. */
    public void bind(String exchange, List<String> routingKeys) {
        perform(() -> {
            for (String key : routingKeys) {
                channel.queueBind(name, exchange, key);
            }
        });
    }

    /** Undoes {@link #bind}; again, it does nothing. */
    public void unbind(String exchange, List<String> routingKeys) {
        if (unbound) {
            return;
        }
        // Before a crash it may have been undone, and not every broker undoes what is not there.
        bind(exchange, routingKeys);
        perform(() -> {
            for (String key : routingKeys) {
                channel.queueUnbind(name, exchange, key);
            }
        });
        unbound = true;
    }

    /**
     * The next messages, at most so many; none if none comes in time.
     *
     * @throws AmqpException if nothing comes any more: the connection was lost, the queue was deleted, or its node is down;
     *     {@link #resume} tells which
     */
    public List<Message> next(int limit, long waitMillis) throws InterruptedException {
        return deliveries.next(limit, waitMillis);
    }

    /** Acknowledges these messages and all before them. */
    public void acknowledge(List<Message> messages) {
        long last = messages.get(messages.size() - 1).getMessageProperties().getDeliveryTag();
        perform(() -> channel.basicAck(last, true));
    }

    /**
     * Puts a mark at the end of the queue: when that is handed out, so has been all that was in the queue before. How many messages
     * there are tells nobody: a quorum queue says none while it has no leader.
     */
    public void mark() {
        perform(() -> channel.basicPublish(
                "", name, new BasicProperties.Builder().messageId(mark).build(), new byte[0]));
    }

    /** Whether a message is one of these marks. */
    public boolean isMark(Message message) {
        return mark.equals(message.getMessageProperties().getMessageId());
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

    private interface Declaring {
        void declare(Channel channel) throws IOException;
    }

    private interface Action {
        void perform() throws IOException;
    }
}
