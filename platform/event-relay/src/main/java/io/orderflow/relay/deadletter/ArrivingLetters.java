package io.orderflow.relay.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpException;

/** Letters as the broker sends them, which is kept waiting while enough are here. */
final class ArrivingLetters extends DefaultConsumer {

    private static final int MOST_HERE = 500;
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final BlockingQueue<GetResponse> letters = new ArrayBlockingQueue<>(MOST_HERE);
    private volatile boolean ended;

    ArrivingLetters(Channel channel) {
        super(channel);
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        try {
            GetResponse letter = new GetResponse(envelope, properties, body, 0);
            while (!ended && !letters.offer(letter, 100, TimeUnit.MILLISECONDS)) {
                // nobody has come for the others yet
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next letter; null if no more come, as somebody else has them.
     *
     * @throws AmqpException if the connection was closed
     */
    GetResponse next() {
        long start = System.nanoTime();
        try {
            GetResponse letter = letters.poll();
            while (letter == null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS)) {
                if (!getChannel().isOpen()) {
                    throw new AmqpException("The connection was closed, at a letter too large or by the broker");
                }
                letter = letters.poll(100, TimeUnit.MILLISECONDS);
            }
            return letter;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted while waiting for letters", e);
        }
    }

    /** Lets go of all that come. */
    void end() {
        ended = true;
        letters.clear();
    }
}
