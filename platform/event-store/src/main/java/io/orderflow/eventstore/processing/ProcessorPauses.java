package io.orderflow.eventstore.processing;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.health.Standstill;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Which processors are paused. A pause is a row of the database that {@link ClaimedTokenStore} heeds, so it holds for all instances
 * of the service, and over restarts. It is in force when {@link #pause} returns: the batch that was under way has ended, and no
 * other commits. Health says who has paused what, and since when, so that it is not forgotten.
 */
final class ProcessorPauses implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ProcessorPauses.class);

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final AuditTrail trail;
    private volatile Map<String, Pause> latest = Map.of();

    ProcessorPauses(JdbcTemplate jdbc, TransactionOperations transactions, AuditTrail trail) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.trail = trail;
    }

    /** The pauses there were at the last look, by processor: what can be said without asking the database. */
    Map<String, Pause> latest() {
        return latest;
    }

    /** Looks which there are. While the database is away, those of before are taken to last. */
    boolean look() {
        try {
            latest = jdbc
                    .query(
                            "SELECT name, since, who FROM paused_processor",
                            (row, number) -> new Pause(
                                    row.getString("name"),
                                    row.getTimestamp("since").toInstant(),
                                    row.getString("who")))
                    .stream()
                    .collect(toMap(Pause::processor, identity()));
        } catch (DataAccessException e) {
            log.debug("Not looked for pauses", e); // whoever needs the database says that it is away
        }
        return false;
    }

    @Override
    public Health health() {
        return DegradedHealth.of(latest.values().stream()
                .collect(toMap(Pause::processor, pause -> new Standstill("paused by " + pause.who(), pause.since()))));
    }

    /** Pauses a processor; one that is paused stays as it is. */
    void pause(String processor, String who) {
        transactions.executeWithoutResult(transaction -> {
            int begun = jdbc.update(
                    "INSERT INTO paused_processor (name, who) VALUES (?, ?) ON CONFLICT DO NOTHING", processor, who);
            if (begun > 0) {
                // Waits for the batches under way, as they begin by storing their position, and lets no other have it.
                jdbc.query(
                        "SELECT FROM token_entry WHERE processor_name = ? ORDER BY segment FOR UPDATE",
                        row -> {},
                        processor);
                jdbc.update("UPDATE token_entry SET owner = NULL WHERE processor_name = ?", processor);
                trail.add(who, AuditedAction.PROCESSOR_PAUSED, "processors/" + processor, "paused");
            }
        });
        log.info("{} has paused the processor {}", who, processor);
        look();
    }

    /** Lets a processor go on, in whichever instance has it first; one that is not paused stays as it is. */
    void resume(String processor, String who) {
        transactions.executeWithoutResult(transaction -> {
            if (jdbc.update("DELETE FROM paused_processor WHERE name = ?", processor) > 0) {
                trail.add(who, AuditedAction.PROCESSOR_RESUMED, "processors/" + processor, "resumed");
            }
        });
        log.info("{} lets the processor {} go on", who, processor);
        look();
    }
}
