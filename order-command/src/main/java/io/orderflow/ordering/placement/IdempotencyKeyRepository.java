package io.orderflow.ordering.placement;

import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which order each {@code Idempotency-Key} stands for. */
@Component
class IdempotencyKeyRepository {

    /** The update changes nothing. It makes the statement wait for a request that is just claiming the key, and answer. */
    private static final String CLAIM = """
            INSERT INTO idempotency_key (key, fingerprint, order_id) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET key = excluded.key
            RETURNING order_id, fingerprint""";

    private static final String FORGET = """
            DELETE FROM idempotency_key WHERE key = ANY (ARRAY(
                SELECT key FROM idempotency_key WHERE created_at < now() - make_interval(secs => ?)
                ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED))""";

    private final JdbcTemplate jdbc;

    IdempotencyKeyRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Gives the key to this order, unless another has it, in the current transaction.
     *
     * @param fingerprint what tells one order from another
     * @return the order that has the key
     * @throws KeyReusedException if that is an order with another fingerprint
     */
    long claim(String key, String fingerprint, long orderId) {
        return jdbc.queryForObject(
                CLAIM,
                (row, number) -> {
                    if (!row.getString("fingerprint").equals(fingerprint)) {
                        throw new KeyReusedException();
                    }
                    return row.getLong("order_id");
                },
                key,
                fingerprint,
                orderId);
    }

    /**
     * Makes keys that are older than this free to be used again, at most so many; one that a request is just asking for stays
     * for the next time.
     *
     * @return how many were forgotten
     */
    int forgetOlderThan(Duration age, int limit) {
        return jdbc.update(FORGET, age.toSeconds(), limit);
    }
}
