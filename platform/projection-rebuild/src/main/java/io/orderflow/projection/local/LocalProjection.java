package io.orderflow.projection.local;

import io.orderflow.eventstore.processing.ProcessorHealth;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.storage.EventEstimate;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.projection.ProjectionStatus;
import io.orderflow.projection.ProjectionStatus.State;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.RebuildableProjection;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** A read model in the service's own PostgreSQL; {@link LocalProjectionFactory} makes it. */
public final class LocalProjection implements RebuildableProjection, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LocalProjection.class);

    private final String name;
    private final LocalRebuildRepository rebuilds;
    private final ShadowTables shadow;
    private final EventEstimate history;
    private final ProcessorPositions positions;
    private final ProcessorHealth health;
    private final EventTransactions transactions;
    private final Worker worker;

    LocalProjection(
            String name,
            LocalRebuildRepository rebuilds,
            ShadowTables shadow,
            EventEstimate history,
            ProcessorPositions positions,
            ProcessorHealth health,
            EventTransactions transactions,
            Worker.Task rebuilder) {
        this.name = name;
        this.rebuilds = rebuilds;
        this.shadow = shadow;
        this.history = history;
        this.positions = positions;
        this.health = health;
        this.transactions = transactions;
        this.worker = new Worker("rebuild of " + name, rebuilder);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProjectionStatus status() {
        long position = positions.positionOf(name).orElse(0);
        long behind = Math.max(0, positions.head() - position);
        Optional<Rebuild> last = rebuilds.last();
        return new ProjectionStatus(name, position, behind, state(last), last.orElse(null));
    }

    private State state(Optional<Rebuild> last) {
        if (health.problemOf(name).isPresent()) {
            return State.STUCK;
        }
        return last.filter(rebuild -> rebuild.state() == Rebuild.State.RUNNING).isPresent()
                ? State.REBUILDING
                : State.LIVE;
    }

    @Override
    public Optional<Rebuild> lastRebuild() {
        return rebuilds.last();
    }

    @Override
    public Rebuild startRebuild(Consumer<Rebuild> alongside) {
        Rebuild begun = transactions.execute(() -> {
            Rebuild rebuild = rebuilds.start(history.ofAll());
            shadow.create();
            alongside.accept(rebuild);
            return rebuild;
        });
        log.info("Rebuild {} of {} has begun", begun.id(), name);
        worker.wake();
        return begun;
    }

    @Override
    public Optional<Rebuild> rebuild(long id) {
        return rebuilds.find(id);
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
