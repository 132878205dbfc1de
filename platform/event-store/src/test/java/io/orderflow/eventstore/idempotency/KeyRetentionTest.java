package io.orderflow.eventstore.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** How keys are forgotten, on a real PostgreSQL. */
class KeyRetentionTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final EmbeddedPostgres postgres = EmbeddedPostgres.start();
    private final JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());

    KeyRetentionTest() throws IOException {
        jdbc.execute("CREATE TABLE idempotency_key (key varchar(255) PRIMARY KEY, created_at timestamptz NOT NULL)");
    }

    @AfterEach
    void close() throws IOException {
        postgres.close();
    }

    @Test
    void thoseThatAreOldAreForgottenInPortions_theOldestFirst() {
        add("now", 0);
        add("second", 30);
        add("oldest", 40);
        add("third", 25);
        KeyRetention retention = new KeyRetention(jdbc, A_DAY, 2);

        assertThat(retention.run()).as("there may be more").isTrue();
        assertThat(kept()).containsExactly("now", "third");
        assertThat(retention.run()).as("there may be more").isFalse();
        assertThat(kept()).containsExactly("now");
    }

    @Test
    void oneThatARequestIsJustAskingForStays_andNobodyWaitsForIt() throws SQLException {
        add("asked for", 40);
        add("old", 30);
        try (Connection request = postgres.getPostgresDatabase().getConnection();
                Statement statement = request.createStatement()) {
            request.setAutoCommit(false);
            statement.execute("UPDATE idempotency_key SET key = key WHERE key = 'asked for'");

            new KeyRetention(jdbc, A_DAY, 10).run();
        }
        assertThat(kept()).containsExactly("asked for");
    }

    private void add(String key, int hoursAgo) {
        jdbc.update("INSERT INTO idempotency_key VALUES (?, now() - make_interval(hours => ?))", key, hoursAgo);
    }

    private List<String> kept() {
        return jdbc.queryForList("SELECT key FROM idempotency_key ORDER BY key", String.class);
    }
}
