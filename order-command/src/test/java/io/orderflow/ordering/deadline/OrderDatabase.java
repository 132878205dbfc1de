package io.orderflow.ordering.deadline;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The service's database on a real PostgreSQL, as of some version. */
final class OrderDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    OrderDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    void migrateTo(String version) {
        Flyway.configure()
                .dataSource(dataSource())
                .locations("classpath:db/event-store", "classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
