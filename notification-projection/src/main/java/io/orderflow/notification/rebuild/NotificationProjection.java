package io.orderflow.notification.rebuild;

import io.orderflow.relay.RelayProperties;
import io.orderflow.relay.in.QueueListenerHealth;
import io.orderflow.relay.projection.Projection;
import io.orderflow.relay.projection.ProjectionStatus;
import io.orderflow.relay.projection.ProjectionStatus.State;
import io.orderflow.relay.projection.Rebuild;
import io.orderflow.relay.projection.RebuildRunningException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.boot.health.contributor.Status;

/** The notifications as a read model that operators can rebuild. */
final class NotificationProjection implements Projection {

    private static final String NAME = "notifications";

    private final RelayProperties relay;
    private final RebuildRecords records;
    private final QueueListenerHealth listener;
    private final AmqpAdmin broker;
    private final Clock clock;

    NotificationProjection(
            RelayProperties relay,
            RebuildRecords records,
            QueueListenerHealth listener,
            AmqpAdmin broker,
            Clock clock) {
        this.relay = relay;
        this.records = records;
        this.listener = listener;
        this.broker = broker;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ProjectionStatus status() {
        Optional<RebuildRecord> last = records.last();
        State state;
        if (!Status.UP.equals(listener.health().getStatus())) {
            state = State.STUCK;
        } else {
            state = last.filter(RebuildRecord::isRunning).isPresent() ? State.REBUILDING : State.LIVE;
        }
        return new ProjectionStatus(
                NAME, null, waiting(), state, last.map(RebuildRecord::toRebuild).orElse(null));
    }

    /** @throws RebuildRunningException if there is one already */
    @Override
    public Rebuild startRebuild() {
        return records.start(NAME, relay.histories().keySet(), clock.instant()).toRebuild();
    }

    @Override
    public Optional<Rebuild> rebuild(long id) {
        return records.find(id).map(RebuildRecord::toRebuild);
    }

    private Long waiting() {
        try {
            return Optional.ofNullable(broker.getQueueInfo(relay.listenTo()))
                    .map(QueueInformation::getMessageCount)
                    .orElse(null);
        } catch (AmqpException e) {
            return null;
        }
    }
}
