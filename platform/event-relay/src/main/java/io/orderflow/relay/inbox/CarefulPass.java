package io.orderflow.relay.inbox;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.wire.TolerantPropertiesConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.ApplicationListener;

/**
 * Takes messages one by one, on a connection without limits, after the client could not receive one of those that were on
 * their way together. The container that consumes them together goes on when as many were taken as can have been on their
 * way. As everywhere, a message is acknowledged when it is stored or parked.
 */
final class CarefulPass implements ApplicationListener<ListenerContainerConsumerFailedEvent> {

    private static final Logger log = LoggerFactory.getLogger(CarefulPass.class);

    /**
     * How long to wait for a message: the client takes its time for the oddest ones. After that, the queue has no more, or
     * another instance of the service has become its consumer.
     */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final TolerantPropertiesConverter converter = new TolerantPropertiesConverter();
    private final SimpleMessageListenerContainer container;
    private final String queue;
    private final QueueListener listener;
    private final ReceiverConnections connections;
    private final int messages;

    /** @param messages how many to take at most; the container's prefetch */
    CarefulPass(
            SimpleMessageListenerContainer container,
            String queue,
            QueueListener listener,
            ReceiverConnections connections,
            int messages) {
        this.container = container;
        this.queue = queue;
        this.listener = listener;
        this.connections = connections;
        this.messages = messages;
    }

    /** Runs in the container's thread, which starts its consumer again after it. */
    @Override
    public void onApplicationEvent(ListenerContainerConsumerFailedEvent failed) {
        if (failed.getSource() != container
                || !container.isActive()
                || !ReceiverConnections.isClosedByMessage(failed.getThrowable())) {
            return;
        }
        log.warn("A message in {} cannot be received along with others; taking them one by one", queue);
        try {
            int taken = take();
            log.info("Took {} messages from {} one by one", taken, queue);
        } catch (IOException | RuntimeException e) { // what was not acknowledged comes again
            log.warn("Stopped taking messages from {} one by one", queue, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int take() throws IOException, InterruptedException {
        Channel channel = connections.careful().createConnection().createChannel(false);
        try {
            BlockingQueue<Message> arrivals = new ArrayBlockingQueue<>(1);
            channel.basicQos(1);
            channel.basicConsume(queue, false, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                    arrivals.add(new Message(
                            body, converter.toMessageProperties(properties, envelope, StandardCharsets.UTF_8.name())));
                }
            });
            for (int taken = 0; taken < messages; taken++) {
                Message message = next(arrivals, channel);
                if (message == null) {
                    return taken;
                }
                listener.onMessageBatch(List.of(message), channel);
            }
            return messages;
        } finally {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
        }
    }

    private Message next(BlockingQueue<Message> arrivals, Channel channel) throws InterruptedException {
        long start = System.nanoTime();
        Message message = null;
        while (message == null
                && container.isActive()
                && channel.isOpen()
                && System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
            message = arrivals.poll(200, TimeUnit.MILLISECONDS);
        }
        return message;
    }
}
