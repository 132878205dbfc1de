package io.orderflow.relay.publisher;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.relay.topology.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Publishes batches and waits until the broker has taken every message of the batch into a queue.
 *
 * <p>Messages are mandatory: a broker confirms a message that no queue wanted, but returns it first, and RabbitMQ sends
 * that return before the confirm, so after the wait both are known. A batch that failed in any way is to be published
 * again as a whole; its channel is given up, so that a late confirm cannot be taken for that of another batch.
 */
public final class ConfirmingPublisher {

    private final ConnectionFactory connections;
    private final Duration confirmTimeout;
    private final ConcurrentLinkedQueue<String> returned = new ConcurrentLinkedQueue<>();
    private Channel channel;

    /**
     * @param connections where to publish; if it has a connection factory for publishers, that one is used, since a broker
     *     that is short of memory stops reading from connections that publish
     * @param confirmTimeout how long to wait for the confirms of one batch
     */
    public ConfirmingPublisher(ConnectionFactory connections, Duration confirmTimeout) {
        ConnectionFactory forPublishers = connections.getPublisherConnectionFactory();
        this.connections = forPublishers == null ? connections : forPublishers;
        this.confirmTimeout = confirmTimeout;
    }

    /**
     * Publishes the messages in their order.
     *
     * @throws NotConfirmedException unless every message was routed to a queue and confirmed; the broker may still have
     *     taken some of them
     * @throws RefusedMessageException if one of the messages can never be sent: its properties do not fit a frame or are
     *     nested too deeply, or the broker finds it too large
     */
    public synchronized void publish(List<OutgoingMessage> batch) {
        boolean confirmed = false;
        try {
            Channel open = openChannel();
            for (OutgoingMessage message : batch) {
                open.basicPublish(message.exchange(), message.routingKey(), true, message.properties(), message.body());
            }
            if (!open.waitForConfirms(confirmTimeout.toMillis())) {
                throw new NotConfirmedException("The broker refused a message");
            }
            if (!returned.isEmpty()) {
                throw new NotConfirmedException("No queue takes messages with " + String.join(", ", returned));
            }
            confirmed = true;
        } catch (IllegalArgumentException
                | StackOverflowError e) { // by properties that do not fit a frame, or the stack
            throw new RefusedMessageException("The message cannot be sent: " + e.getMessage(), e);
        } catch (IOException | AmqpException | ShutdownSignalException e) {
            // by what a message is, as opposed to where it is to go
            if (Refusal.of(e)
                    .filter(refusal -> refusal.code() == AMQP.PRECONDITION_FAILED)
                    .isPresent()) {
                throw new RefusedMessageException("The broker refuses the message: " + e.getMessage(), e);
            }
            throw new NotConfirmedException("The broker cannot be reached: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new NotConfirmedException("The broker did not confirm within " + confirmTimeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotConfirmedException("Interrupted while waiting for the broker's confirms", e);
        } finally {
            if (!confirmed) {
                giveUpChannel();
            }
        }
    }

    private Channel openChannel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = connections.createConnection().createChannel(false);
            channel.confirmSelect();
            channel.addReturnListener(message ->
                    returned.add("routing key '" + message.getRoutingKey() + "' (" + message.getReplyText() + ")"));
        }
        return channel;
    }

    private void giveUpChannel() {
        if (channel != null) {
            RabbitUtils.setPhysicalCloseRequired(channel, true);
            RabbitUtils.closeChannel(channel);
            channel = null;
        }
        returned.clear();
    }
}
