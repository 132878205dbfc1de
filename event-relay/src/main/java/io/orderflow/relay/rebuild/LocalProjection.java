package io.orderflow.relay.rebuild;

import io.orderflow.relay.EventTransactions;
import io.orderflow.relay.Worker;
import io.orderflow.relay.projection.Projection;
import io.orderflow.relay.projection.ProjectionStatus;
import io.orderflow.relay.projection.ProjectionStatus.State;
import io.orderflow.relay.projection.Rebuild;
import io.orderflow.relay.store.ProcessorHealth;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/** A read model in the service's own PostgreSQL; {@link LocalProjections} makes it. */
public final class LocalProjection implements Projection, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LocalProjection.class);

    private final String name;
    private final Rebuilds rebuilds;
    private final Shadow shadow;
    private final Tokens tokens;
    private final ProcessorHealth health;
    private final EventTransactions transactions;
    private final JdbcTemplate jdbc;
    private final Worker worker;

    LocalProjection(
            String name,
            Rebuilds rebuilds,
            Shadow shadow,
            Tokens tokens,
            ProcessorHealth health,
            EventTransactions transactions,
            JdbcTemplate jdbc,
            Worker.Task rebuilder) {
        this.name = name;
        this.rebuilds = rebuilds;
        this.shadow = shadow;
        this.tokens = tokens;
        this.health = health;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.worker = new Worker("rebuild of " + name, rebuilder);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProjectionStatus status() {
        long position = tokens.positionOf(name).orElse(0);
        long behind = jdbc.queryForObject(
                "SELECT count(*) FROM domain_event_entry WHERE global_index > ?", Long.class, position);
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
    public Rebuild startRebuild() {
        Rebuild begun = transactions.execute(() -> {
            Rebuild rebuild = rebuilds.start();
            shadow.create();
            return rebuild;
        });
        log.info("Rebuild {} of {} has begun", begun.id(), name);
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
