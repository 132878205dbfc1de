package io.orderflow.projection.remote;

import io.orderflow.eventstore.worker.Worker;
import io.orderflow.projection.ProjectionStatus;
import io.orderflow.projection.ProjectionStatus.State;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.RebuildableProjection;
import io.orderflow.relay.inbox.QueueListenerHealth;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.QueueInspector;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;

/** A read model in MongoDB that the application's queue feeds; {@link RemoteProjectionFactory} makes it. */
public final class RemoteProjection implements RebuildableProjection, SmartLifecycle {

    private final String name;
    private final EventRelayProperties relay;
    private final RemoteRebuildRepository rebuilds;
    private final QueueListenerHealth listener;
    private final QueueInspector queues;
    private final Clock clock;
    private final Worker worker;

    RemoteProjection(
            String name,
            EventRelayProperties relay,
            RemoteRebuildRepository rebuilds,
            QueueListenerHealth listener,
            QueueInspector queues,
            Clock clock,
            Worker.Task rebuilder) {
        this.name = name;
        this.relay = relay;
        this.rebuilds = rebuilds;
        this.listener = listener;
        this.queues = queues;
        this.clock = clock;
        this.worker = new Worker("rebuild of " + name, rebuilder);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProjectionStatus status() {
        Optional<RemoteRebuild> last = rebuilds.last();
        return new ProjectionStatus(
                name,
                null,
                waiting(),
                state(last),
                last.map(RemoteRebuild::toRebuild).orElse(null));
    }

    private State state(Optional<RemoteRebuild> last) {
        if (!Status.UP.equals(listener.health().getStatus())) {
            return State.STUCK;
        }
        return last.filter(RemoteRebuild::isRunning).isPresent() ? State.REBUILDING : State.LIVE;
    }

    private Long waiting() {
        OptionalLong waiting = queues.waitingIn(relay.listenTo());
        return waiting.isPresent() ? waiting.getAsLong() : null;
    }

    /**
     * Which of its models is live: a number that grows when another one has taken its place, at once or a moment later. It also
     * grows when a rebuild fails.
     */
    public long generation() {
        return rebuilds.last()
                .map(last -> last.mayBeLive() ? last.id() : last.id() - 1)
                .orElse(0L);
    }

    @Override
    public Optional<Rebuild> lastRebuild() {
        return rebuilds.last().map(RemoteRebuild::toRebuild);
    }

    @Override
    public Rebuild startRebuild(Consumer<Rebuild> alongside) {
        RemoteRebuild begun = rebuilds.start(name, relay.histories().keySet(), clock.instant());
        worker.wake();
        alongside.accept(begun.toRebuild());
        return begun.toRebuild();
    }

    @Override
    public Optional<Rebuild> rebuild(long id) {
        return rebuilds.find(id).map(RemoteRebuild::toRebuild);
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }
}
