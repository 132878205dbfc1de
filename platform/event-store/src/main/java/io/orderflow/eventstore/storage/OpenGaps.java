package io.orderflow.eventstore.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells gaps that may still be filled from those that never will be, without looking at a clock.
 *
 * <p>A transaction has its number before it draws an index ({@link EventTable}), so the number of the one that drew the index
 * of a gap is lower than any that is given out after the gap was met. Such a number is noted with the gap, as its horizon.
 * Once no transaction below the horizon is running, whoever drew the index has committed or is gone for good, however long
 * that took.
 */
final class OpenGaps {

    /** Horizons are forgotten beyond these, and noted again for gaps that are still open. */
    private static final int MOST_HORIZONS = 200_000;

    private static final String OLDEST_RUNNING = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
    private static final String NEXT_TRANSACTION = "SELECT pg_current_xact_id()::text::bigint";

    private final JdbcTemplate jdbc;
    private final Map<Long, Long> horizons = new HashMap<>();
    private long oldestRunning;

    OpenGaps(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those of the gaps that cannot be filled after this call. An event that fills one is committed, and is seen by a
     * statement that begins now; without one, there never will be any.
     */
    synchronized SortedSet<Long> closedAmong(SortedSet<Long> gaps) {
        if (!gaps.stream().allMatch(this::isClosed)) {
            oldestRunning = Math.max(oldestRunning, jdbc.queryForObject(OLDEST_RUNNING, Long.class));
            noteHorizons(gaps);
        }
        SortedSet<Long> closed = new TreeSet<>(gaps);
        closed.removeIf(gap -> !isClosed(gap));
        return closed;
    }

    private boolean isClosed(Long gap) {
        return horizons.getOrDefault(gap, Long.MAX_VALUE) <= oldestRunning;
    }

    private void noteHorizons(SortedSet<Long> gaps) {
        if (horizons.keySet().containsAll(gaps)) {
            return;
        }
        if (horizons.size() + gaps.size() > MOST_HORIZONS) {
            horizons.clear();
        }
        Long horizon = jdbc.queryForObject(NEXT_TRANSACTION, Long.class);
        gaps.forEach(gap -> horizons.putIfAbsent(gap, horizon));
    }
}
