package io.orderflow.relay.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.health.StandstillWatch;
import io.orderflow.eventstore.worker.Worker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Sees to it that the broker has what events travel by: on each new connection before anybody uses it, and every five seconds
 * from then on. What somebody deletes or unbinds while all runs is there again by then.
 *
 * <p>Nobody gets a connection before it is known that the services {@linkplain PartitionCheck agree} on the partitions.
 *
 * <p>What the broker refuses, since it has it in another form or its node is down, holds up nothing else. The log says it
 * once, and health as long as it lasts.
 */
final class TopologyKeeper implements ConnectionListener, Worker.Task, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(TopologyKeeper.class);

    /** Others that start at the same time have come up by then. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final int LONGEST_FAREWELL_MILLIS = 5_000;

    private final ConnectionFactory connections;
    private final List<Declaration> declarations;
    private final PartitionCheck partitions;
    private final Clock clock = Clock.systemUTC();
    private final StandstillWatch watch = new StandstillWatch(this::refused, clock);
    private volatile Map<String, String> refused = Map.of();
    private volatile boolean agreed;
    private volatile Instant othersUpBy = Instant.MIN;
    private volatile Instant nextLook = Instant.MIN;

    TopologyKeeper(ConnectionFactory connections, List<Declaration> declarations, PartitionCheck partitions) {
        this.connections = connections;
        this.declarations = List.copyOf(declarations);
        this.partitions = partitions;
    }

    @Override
    public boolean run() {
        try {
            Connection connection = connections.createConnection();
            Instant now = clock.instant();
            if (now.isBefore(othersUpBy) && !now.isBefore(nextLook)) {
                nextLook = now.plus(partitions.pause());
                lookAgain(connection);
            }
            declareAll(connection);
        } catch (AmqpException e) {
            log.debug("Not declared, as the broker cannot be reached", e); // whoever waits for it says so
        }
        return false;
    }

    @Override
    public void onCreate(Connection connection) {
        agree(connection);
        declareAll(connection);
    }

    /** Who finds out late that he does not agree loses the connections that he has. */
    private void lookAgain(Connection connection) {
        try {
            ask(connection);
        } catch (PartitionsDisagreeException e) {
            if (connections instanceof CachingConnectionFactory all) {
                all.resetConnection();
            }
            throw e;
        }
    }

    /** Who does not agree gets no connection. Others may have changed the number while there was none. */
    private void agree(Connection connection) {
        boolean mayGoOn = false;
        try {
            ask(connection);
            mayGoOn = true;
            othersUpBy = clock.instant().plus(LONGEST_START);
        } finally {
            if (!mayGoOn && connection.isOpen()) {
                connection.getDelegate().abort(LONGEST_FAREWELL_MILLIS);
            }
        }
    }

    private void ask(Connection connection) {
        try {
            if (agreed) {
                partitions.again(connection);
            } else {
                partitions.first(connection);
            }
            agreed = true;
        } catch (PartitionsDisagreeException e) {
            agreed = false;
            note(Map.of("number of partitions", "is not the system's. " + e.getMessage() + " " + e.remedy()));
            throw e;
        } catch (IOException | ShutdownSignalException e) {
            throw new AmqpException("The broker could not be asked for the partitions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted while the partitions were looked at", e);
        }
    }

    @Override
    public Health health() {
        return DegradedHealth.of(watch.look());
    }

    private Map<String, String> refused() {
        return refused;
    }

    private void declareAll(Connection connection) {
        try {
            note(refusalsOn(connection));
        } catch (IOException | AmqpException | ShutdownSignalException e) {
            log.debug("Not declared, as the connection to the broker was lost", e);
        }
    }

    /**
     * Nobody may talk to the broker under this lock: who opens a connection comes here with the connection factory's lock, and
     * who talks to the broker needs that one as soon as his connection is lost.
     */
    private synchronized void note(Map<String, String> refusals) {
        refusals.forEach((name, reason) -> {
            if (!refused.containsKey(name)) {
                log.warn("The {} {}", name, reason);
            }
        });
        refused.keySet().stream()
                .filter(name -> !refusals.containsKey(name))
                .forEach(name -> log.info("The {} is as it has to be now", name));
        refused = refusals;
        watch.look();
    }

    /** Declares all, and returns what is refused: the broker closes the channel by that, so the rest needs another. */
    private Map<String, String> refusalsOn(Connection connection) throws IOException {
        Map<String, String> refusals = new LinkedHashMap<>();
        Channel channel = connection.createChannel(false);
        try {
            for (Declaration declaration : declarations) {
                if (!channel.isOpen()) {
                    channel = connection.createChannel(false);
                }
                try {
                    declaration.on(channel);
                } catch (IOException e) {
                    refusals.put(
                            declaration.name(),
                            reason(declaration, Refusal.of(e).orElseThrow(() -> e)));
                }
            }
        } finally {
            RabbitUtils.closeChannel(channel);
        }
        return refusals;
    }

    private static String reason(Declaration declaration, Refusal refusal) {
        return refusal.code() == AMQP.PRECONDITION_FAILED
                ? "is there in another form than this release needs. %s The broker says: %s"
                        .formatted(declaration.remedy(), refusal.text())
                : "cannot be declared. The broker says: " + refusal.text();
    }
}
