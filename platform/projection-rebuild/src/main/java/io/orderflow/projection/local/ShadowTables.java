package io.orderflow.projection.local;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables in which a new model is built: those of the live one by name, columns, defaults, checks and indexes, in a
 * schema of their own. The live ones are in whatever schema the connections have as theirs. Every method is to be called
 * within a transaction.
 */
final class ShadowTables {

    /**
     * How long to wait for the live tables, for which their readers queue up behind. Longer than PostgreSQL's
     * {@code deadlock_timeout} of a second, after which an autovacuum makes room.
     */
    private static final String LOCK_TIMEOUT = "2s";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcTemplate jdbc;
    private final List<String> tables;

    /** @param tables in the order in which readers and the projection touch them */
    ShadowTables(JdbcTemplate jdbc, List<String> tables) {
        this.jdbc = jdbc;
        this.tables = List.copyOf(tables);
    }

    /** Makes empty tables. */
    void create() {
        drop();
        for (String table : tables) {
            jdbc.execute("CREATE TABLE rebuild." + table + " (LIKE " + table + " INCLUDING ALL)");
        }
    }

    void drop() {
        jdbc.execute("DROP TABLE IF EXISTS rebuild." + String.join(", rebuild.", tables));
    }

    /** Until the end of the transaction, whoever names the live tables without their schema has these. */
    void standIn() {
        jdbc.execute("SELECT set_config('search_path', 'rebuild, ' || current_setting('search_path'), true)");
    }

    /**
     * Keeps readers and the projection away from the live tables until the end of the transaction.
     *
     * @throws PessimisticLockingFailureException if somebody does not leave them in time
     */
    void lockLive() {
        jdbc.execute("SET LOCAL lock_timeout TO '" + LOCK_TIMEOUT + "'");
        String live = live();
        try {
            jdbc.execute("LOCK TABLE " + live + " IN ACCESS EXCLUSIVE MODE");
        } catch (UncategorizedSQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLException().getSQLState())) {
                throw new CannotAcquireLockException("Somebody else uses " + live, e); // nothing more can be asked now
            }
            throw e;
        }
    }

    /** Puts these tables in the place of the live ones, which are dropped. */
    void replaceLive() {
        String schema = liveSchema();
        jdbc.execute("DROP TABLE " + in(schema));
        for (String table : tables) {
            jdbc.execute("ALTER TABLE rebuild." + table + " SET SCHEMA " + schema);
        }
    }

    private String live() {
        return in(liveSchema());
    }

    private String in(String schema) {
        return tables.stream().map(table -> schema + "." + table).collect(Collectors.joining(", "));
    }

    /** The connection's own, also while these tables stand in. */
    private String liveSchema() {
        return jdbc.queryForObject(
                "SELECT quote_ident(name) FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, place)"
                        + " WHERE name <> 'rebuild' ORDER BY place LIMIT 1",
                String.class);
    }
}
