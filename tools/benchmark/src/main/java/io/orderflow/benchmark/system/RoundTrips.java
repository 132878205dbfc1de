package io.orderflow.benchmark.system;

import io.orderflow.local.LocalStack;
import io.orderflow.local.postgres.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts a service's round trips to its database, by PostgreSQL's own statistics. */
final class RoundTrips {

    /** BEGIN travels with the statement that follows it. */
    private static final String CALLS = """
            SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND query NOT LIKE 'BEGIN%' AND query NOT LIKE '%pg_stat_statements%'""";

    private final Postgres postgres;
    private final String database;

    RoundTrips(LocalStack stack, String database) {
        this.postgres = stack.postgres();
        this.database = database;
        execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    }

    /** The number of statements until now. */
    long count() {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CALLS)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
