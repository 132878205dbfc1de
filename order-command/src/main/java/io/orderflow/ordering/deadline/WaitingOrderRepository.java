package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.jdbc.BulkParameters;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The orders that wait for an answer, and since when, by the database's clock. */
@Component
class WaitingOrderRepository {

    /**
     * An order that waits, and since when.
     *
     * @param traceParent where it belongs in a trace; null if it was placed without
     */
    record Waiting(long orderId, Instant since, String traceParent) {}

    private static final String ADD =
            "INSERT INTO waiting_order (order_id) SELECT * FROM unnest(?) ON CONFLICT DO NOTHING";

    /** Waits for nobody: who has locked one of them is just about to end it as overdue. */
    private static final String REMOVE = """
            DELETE FROM waiting_order WHERE order_id IN (
                SELECT order_id FROM waiting_order WHERE order_id IN (SELECT * FROM unnest(?)) FOR UPDATE SKIP LOCKED)""";

    /** Waits for nobody either: who has locked one of them has just got its answer. */
    private static final String TAKE = """
            DELETE FROM waiting_order WHERE order_id IN (
                SELECT order_id FROM waiting_order WHERE since <= ? AND order_id < ?
                ORDER BY order_id LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING order_id, since, (
                SELECT convert_from(meta_data, 'UTF8')::jsonb ->> 'traceparent' FROM domain_event_entry
                WHERE aggregate_identifier = 'order-' || order_id AND sequence_number = 0) AS trace_parent""";

    private final JdbcTemplate jdbc;

    WaitingOrderRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** From the beginning of the current transaction on, these wait. */
    void add(Collection<Long> orders) {
        jdbc.update(ADD, BulkParameters.of(orders).bigint(order -> order));
    }

    void remove(Collection<Long> orders) {
        jdbc.update(REMOVE, BulkParameters.of(orders).bigint(order -> order));
    }

    /** Removes orders below a number that have been waiting since that time or longer, the first ones, and returns them. */
    List<Waiting> take(Instant since, long below, int most) {
        return jdbc.query(
                TAKE,
                (row, number) -> new Waiting(
                        row.getLong("order_id"), row.getTimestamp("since").toInstant(), row.getString("trace_parent")),
                Timestamp.from(since),
                below,
                most);
    }

    /** Since when the oldest of them has been waiting; empty if none waits. */
    Optional<Instant> oldest() {
        return Optional.ofNullable(jdbc.queryForObject("SELECT min(since) FROM waiting_order", Timestamp.class))
                .map(Timestamp::toInstant);
    }

    /** What time it is where the orders wait. */
    Instant now() {
        return jdbc.queryForObject("SELECT clock_timestamp()", Timestamp.class).toInstant();
    }
}
