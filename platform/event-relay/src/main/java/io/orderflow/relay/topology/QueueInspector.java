package io.orderflow.relay.topology;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;

/** Looks at queues as their broker has them at the moment: at all partitions of each. */
public final class QueueInspector {

    private final AmqpAdmin broker;
    private final Partitions partitions;

    QueueInspector(AmqpAdmin broker, Partitions partitions) {
        this.broker = broker;
        this.partitions = partitions;
    }

    /** Whether somebody reads the queue; not, if the broker cannot be asked, or there is no such queue. */
    public boolean hasReader(String queue) {
        return partitions.queuesOf(queue).stream().map(this::lookAt).anyMatch(QueueInspector::isRead);
    }

    /** Whether somebody reads the queue and has taken all that was in it. */
    public boolean isTakenUp(String queue) {
        return partitions.readFor(queue).stream()
                .map(this::lookAt)
                .allMatch(found -> isRead(found) && found.getMessageCount() == 0);
    }

    /** How many messages wait in the queue; empty if the broker cannot be asked, or there is no such queue. */
    public OptionalLong waitingIn(String queue) {
        List<QueueInformation> found =
                partitions.readFor(queue).stream().map(this::lookAt).toList();
        return found.contains(null)
                ? OptionalLong.empty()
                : OptionalLong.of(found.stream()
                        .mapToLong(QueueInformation::getMessageCount)
                        .sum());
    }

    /** What the broker says of one of its queues; empty if it cannot be asked, or there is no such queue. */
    Optional<QueueInformation> find(String name) {
        return Optional.ofNullable(lookAt(name));
    }

    private static boolean isRead(QueueInformation found) {
        return found != null && found.getConsumerCount() > 0;
    }

    private QueueInformation lookAt(String name) {
        try {
            return broker.getQueueInfo(name);
        } catch (AmqpException e) {
            return null; // the broker is away, and with it whoever reads
        }
    }
}
