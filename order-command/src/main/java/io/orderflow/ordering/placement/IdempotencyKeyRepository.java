package io.orderflow.ordering.placement;

import io.orderflow.eventstore.jdbc.BulkParameters;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which order each {@code Idempotency-Key} stands for. */
@Component
class IdempotencyKeyRepository {

    /**
     * Whoever claims a key holds its lock until its transaction ends. This one passes over keys whose lock is held, so that it
     * waits for nobody. The update changes nothing; it makes the statement return the row of a key that is not free.
     */
    private static final String CLAIM_FREE = """
            WITH free AS MATERIALIZED (
                SELECT key, fingerprint, order_id FROM unnest(?, ?, ?) AS wanted (key, fingerprint, order_id)
                WHERE pg_try_advisory_xact_lock(hashtextextended(key, 0)))
            INSERT INTO idempotency_key (key, fingerprint, order_id) SELECT key, fingerprint, order_id FROM free
            ON CONFLICT (key) DO UPDATE SET key = excluded.key
            RETURNING key, fingerprint, order_id""";

    private static final String WAIT_FOR = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";

    private final JdbcTemplate jdbc;

    IdempotencyKeyRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Gives keys to orders, unless others have them, in the current transaction.
     *
     * @param claims of keys that differ
     * @return who has each key; missing are keys that another transaction is just claiming
     */
    Map<String, KeyClaim> claimFree(Collection<KeyClaim> claims) {
        BulkParameters<KeyClaim> wanted = BulkParameters.<KeyClaim>of(claims)
                .text(KeyClaim::key)
                .text(KeyClaim::fingerprint)
                .bigint(KeyClaim::orderNumber)
                .plannedOnce();
        Map<String, KeyClaim> owners = new HashMap<>();
        jdbc.query(CLAIM_FREE, wanted, row -> {
            owners.put(
                    row.getString("key"),
                    new KeyClaim(row.getString("key"), row.getString("fingerprint"), row.getLong("order_id")));
        });
        return owners;
    }

    /** Gives the key to the order alike, and returns who has it. If another transaction is just claiming it, this waits for that. */
    KeyClaim claim(KeyClaim claim) {
        jdbc.query(WAIT_FOR, row -> {}, claim.key());
        return claimFree(List.of(claim)).get(claim.key());
    }
}
