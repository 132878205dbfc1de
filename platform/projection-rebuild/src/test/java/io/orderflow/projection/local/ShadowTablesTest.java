package io.orderflow.projection.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** A model may live in any schema: that of the address, or the one that its user has by default. */
class ShadowTablesTest {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("CREATE SCHEMA rebuild");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "orders", "Orders-2"})
    void givenAModelInASchema_whenBuiltAgain_thenTheNewOneIsInItsPlace(String schema) {
        var database = new DriverManagerDataSource(postgres.getJdbcUrl("postgres", "postgres"));
        new JdbcTemplate(database).execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
        database.setUrl(database.getUrl() + "&currentSchema=%22" + schema + "%22");
        var jdbc = new JdbcTemplate(database);
        jdbc.execute("CREATE TABLE model (id bigint PRIMARY KEY)");
        jdbc.execute("INSERT INTO model VALUES (1)");
        var transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        var shadow = new ShadowTables(jdbc, List.of("model"));

        transactions.executeWithoutResult(status -> {
            shadow.create();
            shadow.standIn();
            jdbc.execute("INSERT INTO model VALUES (2)");
        });
        assertThat(jdbc.queryForList("SELECT id FROM model", Long.class)).containsExactly(1L);
        transactions.executeWithoutResult(status -> {
            shadow.lockLive();
            shadow.replaceLive();
        });

        assertThat(jdbc.queryForList("SELECT id FROM model", Long.class)).containsExactly(2L);
        assertThat(jdbc.queryForList("SELECT schemaname FROM pg_tables WHERE tablename = 'model'", String.class))
                .containsExactly(schema);
        jdbc.execute("DROP TABLE model");
    }
}
