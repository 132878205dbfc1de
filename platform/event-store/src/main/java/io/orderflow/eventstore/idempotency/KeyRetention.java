package io.orderflow.eventstore.idempotency;

import io.orderflow.eventstore.worker.Worker;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes idempotency keys that are old free to be used again, a portion at a time, so that each transaction is short, however many
 * have come together. One that a request is just asking for stays for the next time, and instances do not wait for each other.
 */
final class KeyRetention implements Worker.Task {

    private static final String FORGET = """
            DELETE FROM idempotency_key WHERE key = ANY (ARRAY(
                SELECT key FROM idempotency_key WHERE created_at < now() - make_interval(secs => ?)
                ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED))""";

    private final JdbcTemplate jdbc;
    private final Duration retention;
    private final int portion;

    /** @param jdbc for a table {@code idempotency_key} that has {@code key} and {@code created_at}, with an index on each */
    KeyRetention(JdbcTemplate jdbc, Duration retention, int portion) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.portion = portion;
    }

    @Override
    public boolean run() {
        return jdbc.update(FORGET, retention.toSeconds(), portion) == portion;
    }
}
