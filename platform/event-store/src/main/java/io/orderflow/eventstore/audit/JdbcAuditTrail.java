package io.orderflow.eventstore.audit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps the entries in PostgreSQL. */
final class JdbcAuditTrail implements AuditTrail {

    private static final int PORTION = 5_000;

    private static final String PAGE =
            "SELECT id, at, who, action, target, detail FROM audit_entry WHERE id < ? ORDER BY id DESC LIMIT ?";

    /** Instances of the service do not wait for each other. */
    private static final String FORGET = """
            DELETE FROM audit_entry WHERE id = ANY (ARRAY(
                SELECT id FROM audit_entry WHERE at < ? ORDER BY at LIMIT ? FOR UPDATE SKIP LOCKED))""";

    private final JdbcTemplate jdbc;

    JdbcAuditTrail(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(String who, AuditedAction action, String target, String detail) {
        jdbc.update(
                "INSERT INTO audit_entry (who, action, target, detail) VALUES (?, ?, ?, ?)",
                who,
                action.title(),
                target,
                detail);
    }

    @Override
    public List<AuditEntry> page(String after, int limit) {
        return jdbc.query(
                PAGE,
                (row, number) -> new AuditEntry(
                        row.getString("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("who"),
                        AuditedAction.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                        row.getString("target"),
                        row.getString("detail")),
                after == null ? Long.MAX_VALUE : Long.parseLong(after),
                limit);
    }

    @Override
    public boolean forgetBefore(Instant time) {
        return jdbc.update(FORGET, Timestamp.from(time), PORTION) == PORTION;
    }
}
