package io.orderflow.relay.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Goes through the letters of a queue from the oldest to the last one that there was when it began. A letter leaves the queue
 * only when it is settled; all others are back in their places when this closes, or the process dies.
 */
final class LetterCursor implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(1);

    private final String deadLetterQueue;
    private final Channel channel;
    private final long total;
    private ArrivingLetters arrivals;
    private long seen;
    private long settled;

    private LetterCursor(ConnectionFactory connections, String queue, long expected, long most) {
        this.deadLetterQueue = Topology.deadLetterQueueOf(queue);
        this.channel = connections.createConnection().createChannel(false);
        boolean open = false;
        try {
            this.total = Math.min(most, await(expected));
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
     * @param expected how many letters there are at least, as soon as those are back that were looked at before
     * @param most how many letters it goes through at most
     * @throws AmqpException if the broker cannot be reached
     */
    static LetterCursor careful(ReceiverConnections connections, String queue, long expected, long most) {
        return new LetterCursor(connections.careful(), queue, expected, most);
    }

    /**
     * Has the letters sent as fast as they can be, as long as they are small.
     *
     * @param expected as for {@link #careful}
     * @throws AmqpException if the broker cannot be reached, or a letter is too large, now or later
     */
    static LetterCursor swift(ReceiverConnections connections, String queue, long expected) {
        LetterCursor cursor = new LetterCursor(connections.swift(), queue, expected, Long.MAX_VALUE);
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
        GetResponse letter = arrivals == null ? get() : arrivals.next();
        if (letter == null) {
            return Optional.empty();
        }
        seen++;
        return Optional.of(ParkedMessage.of(letter));
    }

    /** Null if somebody else has the rest, and keeps it. */
    private GetResponse get() {
        long start = System.nanoTime();
        GetResponse letter = perform(() -> channel.basicGet(deadLetterQueue, false));
        while (letter == null && System.nanoTime() - start < LONGEST_GAP.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            letter = perform(() -> channel.basicGet(deadLetterQueue, false));
        }
        return letter;
    }

    /** Takes the letter out of the queue for good. */
    void settle(ParkedMessage letter) {
        perform(() -> {
            channel.basicAck(letter.deliveryTag(), false);
            return null;
        });
        settled++;
    }

    /** How many letters there are at least after this has closed, as soon as all are back. */
    long left() {
        return total - settled;
    }

    /** Waits until so many letters are ready: a broker takes its time to put back what was sent on a channel that is closed. */
    long await(long expected) {
        long start = System.nanoTime();
        long ready = perform(() -> channel.messageCount(deadLetterQueue));
        while (ready < expected && System.nanoTime() - start < LONGEST_WAIT.toNanos()) { // somebody else may have some
            LockSupport.parkNanos(PAUSE.toNanos());
            ready = perform(() -> channel.messageCount(deadLetterQueue));
        }
        return ready;
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
