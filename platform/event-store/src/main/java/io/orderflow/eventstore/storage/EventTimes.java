package io.orderflow.eventstore.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.axonframework.common.DateTimeUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds a time in the store by halving, as later events have later times: a few small statements, however long history is. Where
 * that is not exact, as an event has its time before it has its index and clocks differ, it is by less than {@link #SLACK}.
 */
final class EventTimes {

    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String ENDS =
            "SELECT min(global_index) - 1, max(global_index) + 1 FROM domain_event_entry HAVING max(global_index) IS"
                    + " NOT NULL";

    private static final String FIRST_FROM =
            "SELECT global_index, time_stamp FROM domain_event_entry WHERE global_index >= ? ORDER BY global_index"
                    + " LIMIT 1";

    private record Range(long low, long high) {}

    private record Timed(long index, Instant time) {}

    private final JdbcTemplate jdbc;

    EventTimes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An index after which all events of this time and later are, and hardly any other; empty if there are no events. */
    OptionalLong indexBefore(Instant time) {
        Instant sought = time.minus(SLACK);
        return jdbc.query(ENDS, (row, number) -> new Range(row.getLong(1), row.getLong(2))).stream()
                .mapToLong(ends -> search(ends, sought))
                .findFirst();
    }

    private long search(Range ends, Instant sought) {
        long low = ends.low(); // all up to here are earlier
        long high = ends.high(); // none from here on is
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            List<Timed> first = jdbc.query(
                    FIRST_FROM,
                    (row, number) -> new Timed(row.getLong(1), DateTimeUtils.parseInstant(row.getString(2))),
                    middle);
            if (!first.isEmpty() && first.get(0).time().isBefore(sought)) {
                low = first.get(0).index();
            } else {
                high = middle;
            }
        }
        return low;
    }
}
