package io.orderflow.ordering;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The service's database on a real PostgreSQL, as of some version. */
public final class OrderDatabase implements AfterAllCallback, AutoCloseable {

    private static final String ANSWER_TIMEOUT = "45s";

    private final EmbeddedPostgres postgres;
    private final DataSource dataSource;

    public OrderDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
        dataSource = postgres.getPostgresDatabase();
    }

    /** As of the newest version; to be registered as an extension of the test class that uses it. */
    public static OrderDatabase latest() {
        try {
            OrderDatabase database = new OrderDatabase();
            database.migrateTo("latest");
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public String address() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    public void migrateTo(String version) {
        Flyway.configure()
                .dataSource(dataSource)
                .placeholders(Map.of("answer-timeout", ANSWER_TIMEOUT))
                .locations("classpath:db/platform", "classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
