package io.orderflow.eventstore.transaction;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets no application start whose transactions the database would not end after {@link #LONGEST}.
 *
 * <p>As a rule each connection asks for it when it is opened ({@code event-store.yml}). A pooler between the application and
 * the database, such as PgBouncer, may give each transaction another connection, which nobody has asked: there the limit has
 * to be the role's or the database's own, which each session of the server begins with. A pooler is known by the process
 * number that it gives the driver in place of the server's.
 */
final class TransactionLimit implements SmartInitializingSingleton {

    /** The longest transaction. Shorter than the driver waits for an answer. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    static final String SETTING = "transaction_timeout";
    static final String TOO_OLD = "This PostgreSQL cannot end transactions that take too long";
    static final String UPGRADE = "Use PostgreSQL 17 or newer.";
    private static final String UNDEFINED_OBJECT = "42704";

    private static final String ASK = "SELECT setting::bigint, reset_val::bigint, current_user"
            + " FROM pg_settings WHERE name = '" + SETTING + "'";

    private final JdbcTemplate jdbc;

    TransactionLimit(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether a statement has failed as this PostgreSQL is too old to know the limit. */
    static boolean isUnknownTo(PSQLException failure) {
        return UNDEFINED_OBJECT.equals(failure.getSQLState())
                && String.valueOf(failure.getMessage()).contains(SETTING);
    }

    /** Whether a pooler is between the driver and PostgreSQL, so that the next transaction may have another session. */
    static boolean isPooled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    /** @throws NoTransactionLimitException if transactions are not ended in time */
    @Override
    public void afterSingletonsInstantiated() {
        jdbc.execute((Connection connection) -> {
            require(connection);
            return null;
        });
    }

    private static void require(Connection connection) throws SQLException {
        boolean pooled = isPooled(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            if (!row.next()) {
                throw new NoTransactionLimitException(TOO_OLD + ".", UPGRADE);
            }
            long millis = row.getLong(pooled ? 2 : 1);
            if (millis <= 0 || millis > LONGEST.toMillis()) {
                throw missing(pooled, millis, row.getString(3));
            }
        }
    }

    private static NoTransactionLimitException missing(boolean pooled, long millis, String role) {
        String atRole = "ALTER ROLE \"%s\" SET %s = '%ss';".formatted(role, SETTING, LONGEST.toSeconds());
        String found = millis <= 0 ? "no limit" : "a limit of " + millis + " ms";
        return pooled
                ? new NoTransactionLimitException(
                        "Transactions have %s where at most %s s are allowed: a connection pooler is between this application"
                                        .formatted(found, LONGEST.toSeconds())
                                + " and PostgreSQL, so what a connection asks for when it is opened need not hold for"
                                + " its transactions.",
                        "Give the limit to the role, and let the pooler open its connections anew: " + atRole)
                : new NoTransactionLimitException(
                        "Transactions have %s where at most %s s are allowed.".formatted(found, LONGEST.toSeconds()),
                        "Leave spring.datasource.hikari.connection-init-sql as event-store.yml has it, or end it with"
                                + " SET " + SETTING + " = '" + LONGEST.toSeconds()
                                + "s'; or give the limit to the role: "
                                + atRole);
    }
}
