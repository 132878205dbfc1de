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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Consumes a queue in batches while the application runs. What has come by then is a batch, and they follow each other at some
 * {@link Pace}. It sleeps while nothing comes, where Spring's container, to know that a batch is complete, would wake up every few
 * milliseconds and have each message wait as long.
 *
 * <p>Stopping closes the channel instead of cancelling the consumer: until the last batch is stored, the broker would have another
 * instance take the messages behind it. Whatever was not acknowledged is delivered again. A consumer that ends while the
 * application runs is started again, after a pause that grows up to {@value Retries#LONGEST_PAUSE_MILLIS} ms.
 */
public final class QueueConsumer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);

    static final int BATCH = 100;

    /** Times the largest message that is received along with others, these fit the memory. */
    static final int PREFETCH = 2 * BATCH;

    /** An end is an arrival too, so that nobody has to look for it. */
    private static final long UNTIL_SOMETHING_COMES = Long.MAX_VALUE;

    /** More than a batch takes; its transaction has a limit. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

    private final String queue;
    private final ConnectionFactory connections;
    private final QueueListener listener;
    private final CarefulPass carefulPass;
    private final FailureLog failures;
    private BackOffExecution pauses = Retries.backOff().start();
    private volatile Thread thread;
    private volatile Channel channel;

    QueueConsumer(String queue, ConnectionFactory connections, QueueListener listener, CarefulPass carefulPass) {
        this.queue = queue;
        this.connections = connections;
        this.listener = listener;
        this.carefulPass = carefulPass;
        this.failures = new FailureLog(log, queue + " cannot be consumed");
    }

    /** Whether messages can be received now. */
    boolean isConsuming() {
        Channel current = channel;
        return current != null && current.isOpen();
    }

    @Override
    public synchronized void start() {
        thread = new Thread(this::work, "queue-consumer");
        thread.start();
    }

    /** Returns when the batch that is being handled is, or has been given up. */
    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        close(channel);
        stopping.interrupt();
        try {
            stopping.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private boolean isToGoOn() {
        return thread == Thread.currentThread();
    }

    private void work() {
        MDC.put("queue", queue); // with each line that this thread logs
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
            Deliveries deliveries = Deliveries.from(queue, opened, PREFETCH);
            channel = opened;
            failures.succeeded();
            Pace pace = new Pace(System::nanoTime);
            while (isToGoOn()) {
                List<Message> batch = deliveries.next(BATCH, UNTIL_SOMETHING_COMES);
                pauses = Retries.backOff().start();
                listener.take(batch, opened);
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
