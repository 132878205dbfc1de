package io.orderflow.benchmark.system;

import io.orderflow.local.postgres.Postgres;
import io.orderflow.local.service.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The event store of a service and its processors, as its database knows them. Here each of them can be kept from its work, also those
 * that an operator may not pause, as nobody waits for these orders.
 */
public final class EventStore implements AutoCloseable {

    private static final String HEAD = "SELECT coalesce(max(global_index), 0) FROM domain_event_entry";

    private static final String AFTER = "SELECT count(*) FROM domain_event_entry WHERE global_index > ?";

    /** Of the segment that is least far. */
    private static final String POSITION = """
            SELECT coalesce(min((convert_from(token, 'UTF8')::jsonb ->> 'index')::bigint), 0) FROM token_entry
            WHERE processor_name = ? AND token IS NOT NULL""";

    private static final String PAUSE =
            "INSERT INTO paused_processor (name, who) VALUES (?, 'benchmark') ON CONFLICT DO NOTHING";

    /** The batch that is under way has ended by then. */
    private static final String TAKE_AWAY = """
            WITH of_it AS (SELECT segment FROM token_entry WHERE processor_name = ? ORDER BY segment FOR UPDATE)
            UPDATE token_entry SET owner = NULL FROM of_it
            WHERE processor_name = ? AND token_entry.segment = of_it.segment""";

    private static final String RESUME = "DELETE FROM paused_processor WHERE name = ?";

    /** Each of them draws its numbers once, by a statement of which PostgreSQL keeps no constants. */
    private static final String PLACEMENTS =
            "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query LIKE 'SELECT"
                    + " nextval(''order_number_seq%'";

    /** The products that every system begins with have lower numbers. */
    private static final int FIRST = 4;

    private static final String OF_OTHERS = """
            SELECT count(*) FROM (SELECT split_part(aggregate_identifier, '-', 2)::bigint AS number FROM domain_event_entry
                WHERE aggregate_identifier ~ '^(order|product)-[0-9]+$') AS numbered
            WHERE number >= ? AND number % ? <> ?""";

    /** What goes to the disk first, for all databases of the server. */
    private static final String WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint";

    private static final String SIZE = "SELECT pg_database_size(current_database())";

    private final Connection connection;

    EventStore(Postgres postgres, Service service) {
        try {
            connection = postgres.connect(service.database());
            update("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many events are behind a place. */
    public long eventsAfter(long place) {
        return number(AFTER, place);
    }

    /** The place of the last event. */
    public long head() {
        return number(HEAD);
    }

    /** The place of the last event that the processor has handled. */
    public long positionOf(String processor) {
        return number(POSITION, processor);
    }

    /** Keeps processors from their work; when this returns, none of them handles anything. */
    public void pause(List<String> processors) {
        for (String processor : processors) {
            update(PAUSE, processor);
            update(TAKE_AWAY, processor, processor);
        }
    }

    /** Lets a processor go on, within some seconds. */
    public void resume(String processor) {
        update(RESUME, processor);
    }

    /** In how many transactions orders have been placed, until now. For the store of order-command. */
    public long placements() {
        return number(PLACEMENTS);
    }

    /**
     * Has what the service numbers numbered as that of one cell of several, in which nothing has been numbered yet: the rest of the
     * division by their number is the cell's.
     */
    public void numberFor(Service service, int cell, int cells) {
        String sequence = service == Service.ORDER_COMMAND ? "order_number_seq" : "product_number_seq";
        update("ALTER SEQUENCE %s INCREMENT BY %s RESTART WITH %s".formatted(sequence, cells, FIRST * cells + cell));
    }

    /** How many events are of orders and products of other cells, but for the products that every system begins with. */
    public long eventsOfOthers(int cell, int cells) {
        return number(OF_OTHERS, FIRST, cells, cell);
    }

    /** How many bytes the server has written to its log until now. */
    public long bytesWritten() {
        return number(WRITTEN);
    }

    /** How many bytes the database has. */
    public long bytesKept() {
        return number(SIZE);
    }

    private long number(String query, Object... parameters) {
        try (PreparedStatement statement = prepare(query, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int number = 0; number < parameters.length; number++) {
            statement.setObject(number + 1, parameters[number]);
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
