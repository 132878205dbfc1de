package io.orderflow.eventstore.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.orderflow.eventstore.sample.Pooler;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An application starts only where the database ends transactions that take too long. */
class TransactionLimitTest {

    private static final String NO_LIMIT_ASKED_FOR = "--spring.datasource.hikari.connection-init-sql=SELECT 1";

    private final String name = "limit_" + UUID.randomUUID().toString().replace("-", "");
    private final String database = StoreApplication.newDatabase(name);

    @Test
    void givenAnAddressWithOptionsOfItsOwn_thenTransactionsHaveTheLimitToo() {
        try (ConfigurableApplicationContext application =
                start(database + "&options=-c%20transaction_timeout=0%20-c%20statement_timeout=15s")) {
            assertThat(show(application, "statement_timeout")).isEqualTo("15s");
            assertThat(show(application, "transaction_timeout")).isEqualTo("20s");
        }
    }

    @Test
    void givenConnectionsThatDoNotAskForTheLimit_whenStarted_thenItIsRefusedAndSaysWhatToDo() {
        FailureAnalysis refusal = refusal(database, NO_LIMIT_ASKED_FOR);

        assertThat(refusal.getDescription()).contains("no limit", "at most 20 s");
        assertThat(refusal.getAction())
                .contains("connection-init-sql", "ALTER ROLE \"postgres\" SET transaction_timeout = '20s'");
    }

    @Test
    void givenALimitThatIsTooLong_whenStarted_thenItIsRefused() {
        FailureAnalysis refusal =
                refusal(database, "--spring.datasource.hikari.connection-init-sql=SET transaction_timeout = '60s'");

        assertThat(refusal.getDescription()).contains("60000 ms", "at most 20 s");
    }

    @Test
    void givenALimitOfTheDatabase_whenStarted_thenConnectionsNeedNotAskForIt() {
        limitDatabase("15s");

        try (ConfigurableApplicationContext application = start(database, NO_LIMIT_ASKED_FOR)) {
            assertThat(show(application, "transaction_timeout")).isEqualTo("15s");
        }
    }

    @Test
    void givenAPooler_whenStarted_thenOnlyALimitThatEachSessionBeginsWithCounts() throws Exception {
        try (Pooler pooler = new Pooler(port(database))) {
            String pooled = database.replace(":" + port(database), ":" + pooler.port()) + "&sslmode=disable";

            assertThat(refusal(pooled).getDescription()).contains("pooler");
            assertThat(refusal(pooled).getAction()).contains("ALTER ROLE");

            limitDatabase("20s");
            start(pooled).close();
        }
    }

    @Test
    void givenAPostgresThatKnowsNoSuchLimit_whenStarted_thenTheVersionThatIsNeededIsSaid() {
        var refused = new PSQLException(new ServerErrorMessage("SERROR\0C" + PSQLState.UNDEFINED_OBJECT.getState()
                + "\0Munrecognized configuration parameter \"transaction_timeout\"\0"));

        FailureAnalysis analysis =
                new TransactionLimitFailureAnalyzer().analyze(new IllegalStateException("no connection", refused));

        assertThat(analysis.getAction()).isEqualTo("Use PostgreSQL 17 or newer.");
    }

    /** As when somebody else's statement has changed the settings of a pooler's connection. */
    @Test
    void givenAConnectionThatHasLostItsLimit_whenAnEventIsAppended_thenItsTransactionHasOneAllTheSame() {
        try (ConfigurableApplicationContext application = start(database)) {
            var transactions = new TransactionTemplate(application.getBean(PlatformTransactionManager.class));
            transactions.executeWithoutResult(lost -> {
                application.getBean(JdbcTemplate.class).execute("SET LOCAL transaction_timeout = 0");
                application.getBean(EventStorageEngine.class).appendEvents(new StoredEvents().event(0));

                assertThat(show(application, "transaction_timeout")).isEqualTo("20s");
            });
        }
    }

    @Test
    void givenAMigrationThatTakesLongerThanATransactionMay_whenStarted_thenItIsCarriedOut() {
        limitDatabase("1s");

        start(
                        database,
                        "--spring.flyway.locations=classpath:db/platform,classpath:db/slow",
                        "--spring.datasource.hikari.connection-init-sql=SET transaction_timeout = '1s'",
                        "--spring.datasource.hikari.data-source-properties.socketTimeout=2")
                .close();
    }

    private void limitDatabase(String limit) {
        new JdbcTemplate(new DriverManagerDataSource(database))
                .execute("ALTER DATABASE " + name + " SET transaction_timeout = '" + limit + "'");
    }

    private static ConfigurableApplicationContext start(String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--" + StoreApplication.CONFIGURATION,
                "--" + StoreApplication.NAME,
                "--spring.datasource.hikari.maximum-pool-size=2",
                "--spring.datasource.url=" + url));
        return new SpringApplicationBuilder(StoreApplication.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    private static FailureAnalysis refusal(String url, String... more) {
        Exception failure = catchException(() -> start(url, more).close());
        assertThat(failure).as("the start").isNotNull();
        return new TransactionLimitFailureAnalyzer().analyze(failure);
    }

    private static String show(ConfigurableApplicationContext application, String setting) {
        return application.getBean(JdbcTemplate.class).queryForObject("SHOW " + setting, String.class);
    }

    private static int port(String url) {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }
}
