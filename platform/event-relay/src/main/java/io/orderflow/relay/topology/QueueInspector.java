package io.orderflow.relay.topology;

import java.util.OptionalLong;
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

    /** How many messages wait in the queue; empty if the broker cannot be asked, or there is no such queue. */
    OptionalLong waitingIn(String queue) {
        QueueInformation found = lookAt(queue);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.getMessageCount());
    }

    private QueueInformation lookAt(String queue) {
        try {
            return broker.getQueueInfo(queue);
        } catch (AmqpException e) {
            return null; // the broker is away, and with it whoever reads
        }
    }
}
