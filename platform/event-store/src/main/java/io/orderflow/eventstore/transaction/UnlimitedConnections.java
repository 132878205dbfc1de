package io.orderflow.eventstore.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections whose transactions take as long as they take, also where the role has a limit; but not through a pooler, which
 * could give what was lifted to somebody else.
 */
final class UnlimitedConnections extends DelegatingDataSource {

    /** @param connections opened for each use, and closed after it */
    UnlimitedConnections(DataSource connections) {
        super(connections);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
            if (!TransactionLimit.isPooled(connection)) {
                statement.execute("SET " + TransactionLimit.SETTING + " = 0");
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
