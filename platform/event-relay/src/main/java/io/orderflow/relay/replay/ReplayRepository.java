package io.orderflow.relay.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The replays that others have asked this service for. */
final class ReplayRepository {

    private static final int DAYS_KEPT = 7;

    private final JdbcTemplate jdbc;

    ReplayRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a request in; one that was taken in before changes nothing. */
    void add(ReplayRequest request) {
        jdbc.update("DELETE FROM replay WHERE ended_at < now() - make_interval(days => ?)", DAYS_KEPT);
        jdbc.update(
                "INSERT INTO replay (id, queue, routing_keys) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                request.id(),
                request.queue(),
                request.routingKeys().toArray(String[]::new));
    }

    /**
     * The replay that has waited longest to be continued, locked for the current transaction; those that another
     * instance of the service is at are passed over.
     */
    Optional<Replay> next() {
        return jdbc
                .query(
                        "SELECT id, queue, routing_keys, total, sent, position FROM replay WHERE ended_at IS NULL"
                                + " ORDER BY continued_at LIMIT 1 FOR UPDATE SKIP LOCKED",
                        (row, number) -> replay(row))
                .stream()
                .findFirst();
    }

    /** What is still to be sent. */
    ReplayBacklog backlog() {
        return jdbc.queryForObject(
                "SELECT count(*), coalesce(sum(greatest(total - sent, 0)), 0) FROM replay WHERE ended_at IS NULL",
                (row, number) -> new ReplayBacklog(row.getLong(1), row.getLong(2)));
    }

    /** Lets the others have their turn before one that fails is tried again. */
    void putLast(Replay replay) {
        jdbc.update("UPDATE replay SET continued_at = clock_timestamp() WHERE id = ?", replay.id());
    }

    void save(Replay replay) {
        jdbc.update(
                "UPDATE replay SET total = ?, sent = ?, position = ?, continued_at = now() WHERE id = ?",
                replay.total(),
                replay.sent(),
                replay.position(),
                replay.id());
    }

    void end(Replay replay, String outcome) {
        save(replay);
        jdbc.update("UPDATE replay SET ended_at = now(), outcome = ? WHERE id = ?", outcome, replay.id());
    }

    private static Replay replay(ResultSet row) throws SQLException {
        return new Replay(
                row.getString("id"),
                row.getString("queue"),
                List.of((String[]) row.getArray("routing_keys").getArray()),
                row.getObject("total", Long.class),
                row.getLong("sent"),
                row.getLong("position"));
    }
}
