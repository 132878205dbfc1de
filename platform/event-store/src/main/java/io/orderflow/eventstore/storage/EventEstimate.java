package io.orderflow.eventstore.storage;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * About how many events the store holds, in a time that does not grow with them: those on some pages of the table, taken at
 * random, stand for all. A table of few pages is counted as a whole.
 */
public final class EventEstimate {

    /** Read in well under a second, also where none of them is in memory. */
    private static final int MOST_PAGES = 1_000;

    private static final String PAGES =
            "SELECT pg_relation_size('domain_event_entry') / current_setting('block_size')::bigint";

    private static final String COUNT = "SELECT count(*) FROM domain_event_entry TABLESAMPLE SYSTEM (?::real) WHERE ";

    private final JdbcTemplate jdbc;

    public EventEstimate(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** About how many events there are. */
    public long ofAll() {
        return of("true");
    }

    /**
     * About how many of the events meet a condition; of a few among millions, possibly none.
     *
     * @param condition in SQL, on the table's columns
     * @param arguments of the condition
     */
    public long of(String condition, Object... arguments) {
        long pages = jdbc.queryForObject(PAGES, Long.class);
        double share = Math.min(1, MOST_PAGES / Math.max(1.0, (double) pages));
        Object[] all =
                Stream.concat(Stream.of(100 * share), Arrays.stream(arguments)).toArray();
        return Math.round(jdbc.queryForObject(COUNT + condition, Long.class, all) / share);
    }
}
