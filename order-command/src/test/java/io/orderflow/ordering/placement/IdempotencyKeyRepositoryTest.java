package io.orderflow.ordering.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How keys are claimed, on a real PostgreSQL. */
class IdempotencyKeyRepositoryTest {

    private final EmbeddedPostgres postgres = EmbeddedPostgres.start();
    private final JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
    private final IdempotencyKeyRepository keys = new IdempotencyKeyRepository(jdbc);

    private final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(postgres.getPostgresDatabase()));

    IdempotencyKeyRepositoryTest() throws IOException {
        jdbc.execute("CREATE TABLE idempotency_key (key varchar(255) PRIMARY KEY, fingerprint text NOT NULL,"
                + " order_id bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now())");
    }

    @AfterEach
    void close() throws IOException {
        postgres.close();
    }

    @Test
    void aKeyIsOfTheFirstWhoClaimsIt() {
        KeyClaim first = new KeyClaim("k", "lines", 1);
        KeyClaim later = new KeyClaim("k", "other lines", 2);
        KeyClaim another = new KeyClaim("another", "lines", 3);

        assertThat(keys.claimFree(List.of(first))).containsExactly(entry("k", first));
        assertThat(keys.claimFree(List.of(later, another))).containsOnly(entry("k", first), entry("another", another));
        assertThat(keys.claim(later)).isEqualTo(first);
    }

    @Test
    void whoClaimsManyKeysWaitsForNobody_andWhoClaimsOneDoes() throws SQLException {
        KeyClaim first = new KeyClaim("k", "lines", 1);
        CompletableFuture<KeyClaim> waiting;
        try (Connection other = postgres.getPostgresDatabase().getConnection()) {
            other.setAutoCommit(false);
            new IdempotencyKeyRepository(new JdbcTemplate(new SingleConnectionDataSource(other, true))).claim(first);

            KeyClaim later = new KeyClaim("k", "lines", 2);
            assertThat(keys.claimFree(List.of(later, new KeyClaim("free", "lines", 3))))
                    .containsOnlyKeys("free");

            waiting = CompletableFuture.supplyAsync(() -> transactions.execute(status -> keys.claim(later)));
            await().until(() -> jdbc.queryForObject(
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", Integer.class)
                    == 1);
            other.commit();
        }
        assertThat(waiting.join()).isEqualTo(first);
    }
}
