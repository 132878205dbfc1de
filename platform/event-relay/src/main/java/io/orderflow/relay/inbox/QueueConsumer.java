package io.orderflow.relay.inbox;

import com.rabbitmq.client.Channel;
import io.orderflow.eventstore.worker.FailureLog;
import io.orderflow.eventstore.worker.Pace;
import io.orderflow.eventstore.worker.Retries;
import io.orderflow.relay.receiver.Deliveries;
import io.orderflow.relay.receiver.ReceiverConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Consumes a queue in batches while it is wanted to. What has come by then is a batch, and they follow each other at some
 * {@link Pace}. It sleeps while nothing comes, where Spring's container, to know that a batch is complete, would wake up every few
 * milliseconds and have each message wait as long.
 *
 * <p>Stopping closes the channel instead of cancelling the consumer: until the last batch is stored, the broker would have another
 * instance take the messages behind it. Whatever was not acknowledged is delivered again. A consumer that ends while it is wanted
 * is started again, after a pause that grows up to {@value Retries#LONGEST_PAUSE_MILLIS} ms.
 */
final class QueueConsumer {

    private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);

    private static final int BATCH = 100;

    /** An end is an arrival too, so that nobody has to look for it. */
    private static final long UNTIL_SOMETHING_COMES = Long.MAX_VALUE;

    /** More than a batch takes; its transaction has a limit. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

    private final String queue;
    private final ConnectionFactory connections;
    private final QueueListener listener;
    private final CarefulPass carefulPass;
    private final int prefetch;
    private final FailureLog failures;
    private BackOffExecution pauses = Retries.backOff().start();
    private volatile Thread thread;
    private volatile Thread ending;
    private volatile Channel channel;

    /** @param prefetch how many messages may be on their way at once, which have to fit the memory */
    QueueConsumer(
            String queue,
            ConnectionFactory connections,
            QueueListener listener,
            CarefulPass carefulPass,
            int prefetch) {
        this.queue = queue;
        this.connections = connections;
        this.listener = listener;
        this.carefulPass = carefulPass;
        this.prefetch = prefetch;
        this.failures = new FailureLog(log, queue + " cannot be consumed");
    }

    /** The queue of the broker. */
    String queue() {
        return queue;
    }

    /** Why nothing comes out of the queue, which it is wanted to consume; empty while all goes well. */
    Optional<String> problem() {
        if (!isRunning()) {
            return Optional.empty();
        }
        return !isConsuming()
                ? Optional.of("nothing can be received; the broker is away, or the queue or its node is")
                : listener.problem()
                        .map(problem -> "the batch that begins with message %s cannot be stored: %s"
                                .formatted(listener.firstOfBatch(), problem));
    }

    /** Whether messages can be received now. */
    private boolean isConsuming() {
        Channel current = channel;
        return current != null && current.isOpen();
    }

    /** Begins to consume, if it does not yet, as soon as it has ended what it was at before. */
    synchronized void start() {
        if (!isRunning()) {
            Thread before = ending;
            thread = new Thread(() -> work(before), "queue-consumer");
            thread.start();
        }
    }

    /** Gives the queue up; the batch that is being handled is, or is given up, a moment later. */
    synchronized void release() {
        if (isRunning()) {
            ending = thread;
            thread = null;
            close(channel);
            ending.interrupt();
        }
    }

    /** Gives the queue up, and returns when the batch that is being handled is, or has been given up. */
    void stop() {
        release();
        if (ending != null) {
            await(ending);
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRunning() {
        return thread != null;
    }

    private boolean isToGoOn() {
        return thread == Thread.currentThread();
    }

    private void work(Thread before) {
        MDC.put("queue", queue); // with each line that this thread logs
        if (before != null) {
            await(before);
        }
        while (isToGoOn()) {
            try {
                consume();
            } catch (InterruptedException e) {
                return;
            } catch (IOException
                    | RuntimeException
                    | Error e) { // what was not acknowledged is delivered again; nobody would notice a dead thread
                if (isToGoOn()) {
                    recoverFrom(e);
                }
            }
        }
    }

    private void consume() throws IOException, InterruptedException {
        Channel opened = connections.createConnection().createChannel(false);
        try {
            Deliveries deliveries = Deliveries.from(queue, opened, prefetch);
            channel = opened;
            failures.succeeded();
            Pace pace = new Pace(System::nanoTime);
            while (isToGoOn()) {
                List<Message> batch = deliveries.next(BATCH, UNTIL_SOMETHING_COMES);
                pauses = Retries.backOff().start();
                listener.take(batch, opened, this::isToGoOn);
                if (batch.size() < BATCH) {
                    pace.await();
                }
            }
        } finally {
            channel = null;
            close(opened);
        }
    }

    private void recoverFrom(Throwable end) {
        try {
            if (ReceiverConnections.isClosedByMessage(end)) {
                carefulPass.take(this::isToGoOn);
            }
            failures.failed(end);
            Thread.sleep(pauses.nextBackOff());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next wait ends by it
        }
    }

    private static void close(Channel channel) {
        if (channel != null) {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
        }
    }
}
