package io.orderflow.relay.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.topology.Topology;
import java.io.IOException;
import java.util.Optional;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Goes through the letters of a queue from the oldest to the last one that there was when it began. A letter leaves the queue
 * only when it is settled; all others are back in their places when this closes, or the process dies.
 */
final class LetterCursor implements AutoCloseable {

    private final String deadLetterQueue;
    private final Channel channel;
    private final long total;
    private ArrivingLetters arrivals;
    private long seen;

    private LetterCursor(ConnectionFactory connections, String queue, long most) {
        this.deadLetterQueue = Topology.deadLetterQueueOf(queue);
        this.channel = connections.createConnection().createChannel(false);
        boolean open = false;
        try {
            this.total = Math.min(most, perform(() -> channel.messageCount(deadLetterQueue)));
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /**
     * Asks for the letters one by one, so that one of them is in memory, whatever its size, and the others can be looked at
     * by others meanwhile.
     *
     * @param most how many letters it goes through at most
     * @throws AmqpException if the broker cannot be reached
     */
    static LetterCursor careful(ReceiverConnections connections, String queue, long most) {
        return new LetterCursor(connections.careful(), queue, most);
    }

    /**
     * Has the letters sent as fast as they can be, as long as they are small.
     *
     * @throws AmqpException if the broker cannot be reached, or a letter is too large, now or later
     */
    static LetterCursor swift(ReceiverConnections connections, String queue) {
        LetterCursor cursor = new LetterCursor(connections.swift(), queue, Long.MAX_VALUE);
        ArrivingLetters arrivals = new ArrivingLetters(cursor.channel);
        boolean consuming = false;
        try {
            perform(() -> cursor.channel.basicConsume(cursor.deadLetterQueue, false, arrivals));
            cursor.arrivals = arrivals;
            consuming = true;
            return cursor;
        } finally {
            if (!consuming) {
                cursor.close();
            }
        }
    }

    /** How many letters it goes through. */
    long total() {
        return total;
    }

    /** The next letter; empty after the last. */
    Optional<ParkedMessage> next() {
        if (seen == total) {
            return Optional.empty();
        }
        GetResponse letter =
                arrivals == null ? perform(() -> channel.basicGet(deadLetterQueue, false)) : arrivals.next();
        if (letter == null) {
            return Optional.empty();
        }
        seen++;
        return Optional.of(ParkedMessage.of(letter));
    }

    /** Takes the letter out of the queue for good. */
    void settle(ParkedMessage letter) {
        perform(() -> {
            channel.basicAck(letter.deliveryTag(), false);
            return null;
        });
    }

    /** Whether it can go on. */
    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        if (arrivals != null) {
            arrivals.end();
        }
        RabbitUtils.setPhysicalCloseRequired(channel, true);
        RabbitUtils.closeChannel(channel);
    }

    private static <T> T perform(Action<T> action) {
        try {
            return action.perform();
        } catch (IOException e) {
            throw new AmqpIOException(e);
        } catch (ShutdownSignalException e) {
            throw new AmqpException("The connection to the broker was lost", e);
        }
    }

    private interface Action<T> {
        T perform() throws IOException;
    }
}
