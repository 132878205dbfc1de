package io.orderflow.projection.local;

import io.orderflow.projection.Rebuild;
import io.orderflow.projection.Rebuild.State;
import io.orderflow.projection.RebuildRunningException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rebuilds of one projection, as the database has them. */
final class LocalRebuildRepository {

    private static final String THE_RUNNING_ONE = " WHERE projection = ? AND state = 'running'";

    private final JdbcTemplate jdbc;
    private final String projection;

    LocalRebuildRepository(JdbcTemplate jdbc, String projection) {
        this.jdbc = jdbc;
        this.projection = projection;
    }

    /**
     * What has been done of a running rebuild.
     *
     * @param token how far it is, null at its beginning
     * @param failures how often the next step has failed
     */
    record Progress(long id, long processed, String token, int failures) {

        Progress advanced(long events, String newToken) {
            return new Progress(id, processed + events, newToken, failures);
        }
    }

    /**
     * @param total about how many events there are to read
     * @throws RebuildRunningException if one is running
     */
    Rebuild start(long total) {
        try {
            return jdbc.queryForObject(
                    "INSERT INTO projection_rebuild (projection, id, total)"
                            + " SELECT ?, coalesce(max(id), 0) + 1, ? FROM projection_rebuild WHERE projection = ?"
                            + " RETURNING *",
                    (row, number) -> rebuild(row),
                    projection,
                    total,
                    projection);
        } catch (DuplicateKeyException e) {
            throw new RebuildRunningException(projection);
        }
    }

    Optional<Rebuild> find(long id) {
        return jdbc
                .query(
                        "SELECT * FROM projection_rebuild WHERE projection = ? AND id = ?",
                        (row, number) -> rebuild(row),
                        projection,
                        id)
                .stream()
                .findFirst();
    }

    Optional<Rebuild> last() {
        return jdbc
                .query(
                        "SELECT * FROM projection_rebuild WHERE projection = ? ORDER BY id DESC LIMIT 1",
                        (row, number) -> rebuild(row),
                        projection)
                .stream()
                .findFirst();
    }

    /** Takes the running rebuild until the end of the transaction; empty if there is none, or another instance has it. */
    Optional<Progress> take() {
        return jdbc
                .query(
                        "SELECT id, processed, token, failures FROM projection_rebuild" + THE_RUNNING_ONE
                                + " FOR UPDATE SKIP LOCKED",
                        (row, number) -> new Progress(
                                row.getLong("id"),
                                row.getLong("processed"),
                                row.getString("token"),
                                row.getInt("failures")),
                        projection)
                .stream()
                .findFirst();
    }

    void advance(Progress progress) {
        jdbc.update(
                "UPDATE projection_rebuild SET processed = ?, total = greatest(total, ?), token = ?, failures = 0"
                        + THE_RUNNING_ONE,
                progress.processed(),
                progress.processed(),
                progress.token(),
                projection);
    }

    void finish(Progress progress) {
        jdbc.update(
                "UPDATE projection_rebuild SET processed = ?, total = ?, token = ?, failures = 0, state = 'finished',"
                        + " finished_at = clock_timestamp()" + THE_RUNNING_ONE,
                progress.processed(),
                progress.processed(),
                progress.token(),
                projection);
    }

    void failedOnce() {
        jdbc.update("UPDATE projection_rebuild SET failures = failures + 1" + THE_RUNNING_ONE, projection);
    }

    void giveUp(String reason) {
        jdbc.update(
                "UPDATE projection_rebuild SET failures = failures + 1, reason = ?, state = 'failed',"
                        + " finished_at = clock_timestamp()" + THE_RUNNING_ONE,
                reason,
                projection);
    }

    private static Rebuild rebuild(ResultSet row) throws SQLException {
        return new Rebuild(
                row.getLong("id"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("processed"),
                row.getLong("total"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("reason"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
