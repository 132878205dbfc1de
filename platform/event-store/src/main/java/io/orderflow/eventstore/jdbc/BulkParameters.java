package io.orderflow.eventstore.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Many rows as the parameters of one statement: an array per column, which the statement puts together again by
 * {@code unnest}. However many rows there are, the statement is the same and takes one round trip. It is planned each time,
 * for these rows and for its tables as they are.
 *
 * @param <R> what makes a row
 */
public final class BulkParameters<R> implements PreparedStatementSetter {

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Column(String type, Object[] values) {}

    /** As the driver's documentation has it: no statement that is prepared on the server. */
    private static final int NEVER = 0;

    private final Collection<? extends R> rows;
    private final List<Column> columns = new ArrayList<>();

    private boolean plannedOnce;

    private BulkParameters(Collection<? extends R> rows) {
        this.rows = rows;
    }

    /** Rows that have no column yet. Columns are parameters in the order in which they are added. */
    public static <R> BulkParameters<R> of(Collection<? extends R> rows) {
        return new BulkParameters<>(rows);
    }

    public BulkParameters<R> text(Function<? super R, String> value) {
        return column("text", value, String[]::new);
    }

    public BulkParameters<R> bigint(Function<? super R, Long> value) {
        return column("bigint", value, Long[]::new);
    }

    public BulkParameters<R> bytea(Function<? super R, byte[]> value) {
        return column("bytea", value, byte[][]::new);
    }

    /**
     * Lets the database keep the plan of the statement, which is to look at no table. Of any other statement PostgreSQL may
     * keep a plan that was made while a table was empty, at first or between bursts, and that reads the table from end to end
     * for each row when it is not.
     */
    public BulkParameters<R> plannedOnce() {
        plannedOnce = true;
        return this;
    }

    private <V> BulkParameters<R> column(String type, Function<? super R, V> value, IntFunction<V[]> array) {
        columns.add(new Column(type, rows.stream().map(value).toArray(array)));
        return this;
    }

    @Override
    public void setValues(PreparedStatement statement) throws SQLException {
        if (!plannedOnce) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(NEVER);
        }
        Connection connection = statement.getConnection();
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            Array array = connection.createArrayOf(column.type(), column.values());
            statement.setArray(index + 1, array);
        }
    }
}
