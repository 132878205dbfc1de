package io.orderflow.relay.topology;

import java.util.Optional;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;

/** Looks at queues as their broker has them at the moment. */
public final class QueueInspector {

    private final AmqpAdmin broker;

    QueueInspector(AmqpAdmin broker) {
        this.broker = broker;
    }

    /** Whether somebody reads the queue; not, if the broker cannot be asked, or there is no such queue. */
    public boolean hasReader(String queue) {
        QueueInformation found = lookAt(queue);
        return found != null && found.getConsumerCount() > 0;
    }

    /** Whether somebody reads the queue and has taken all that was in it. */
    public boolean isTakenUp(String queue) {
        QueueInformation found = lookAt(queue);
        return found != null && found.getConsumerCount() > 0 && found.getMessageCount() == 0;
    }

    /** What the broker says of the queue; empty if it cannot be asked, or there is no such queue. */
    Optional<QueueInformation> find(String queue) {
        return Optional.ofNullable(lookAt(queue));
    }

    private QueueInformation lookAt(String queue) {
        try {
            return broker.getQueueInfo(queue);
        } catch (AmqpException e) {
            return null; // the broker is away, and with it whoever reads
        }
    }
}
