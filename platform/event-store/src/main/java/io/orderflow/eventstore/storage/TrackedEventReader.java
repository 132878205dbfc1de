package io.orderflow.eventstore.storage;

import io.orderflow.eventstore.jdbc.BulkParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Reads the events of all aggregates in the order of their global index.
 *
 * <p>Guarantee: whoever goes on from the token of the last event that it was given gets each committed event once, and skips
 * none. An index that is missing is a gap of the token until its event is found, or can never come ({@link OpenGaps}).
 *
 * <p>Each statement sees what is committed when it begins, so it takes no transaction around them; in one, it takes part in it,
 * and must not in one that has appended events itself: were it rolled back, they would be taken for lost ones.
 */
public final class TrackedEventReader {

    /** An event, and the place that it has in the order of all events. */
    public static final class PlacedEventData extends TrackedDomainEventData<byte[]> {

        private final long place;

        PlacedEventData(GapAwareTrackingToken token, long place, DomainEventData<byte[]> event) {
            super(token, event);
            this.place = place;
        }

        /** Its global index. Not always that of its token, as a gap may have been filled by it. */
        public long place() {
            return place;
        }
    }

    /**
     * A gap that is farther behind is given up, so that a sequence which somebody has set forward by many millions stops no
     * reader. Many times what is appended while the longest transaction lasts.
     */
    private static final int MOST_GAPS = 1_000_000;

    /** From the place of the last event on, so as to see that it is still there. */
    private static final String FOLLOWING = "SELECT " + EventRowMapper.COLUMNS
            + " FROM domain_event_entry WHERE global_index >= ? ORDER BY global_index LIMIT ?";

    /**
     * Gaps and what follows by one statement, which sees one state of the table: by two, the event of a gap that was filled
     * between them would come after a later one of its aggregate. Not in one condition, which would make PostgreSQL read the
     * table from its beginning.
     */
    private static final String IN_GAPS_AND_FOLLOWING = "SELECT " + EventRowMapper.COLUMNS
            + " FROM domain_event_entry WHERE global_index IN (SELECT unnest(?)) UNION ALL (" + FOLLOWING
            + ") ORDER BY global_index";

    private static final GapAwareTrackingToken BEGINNING = GapAwareTrackingToken.newInstance(-1, Set.of());

    /** A token after which nothing was found, and what is left of it without the gaps that were found closed. */
    private record Settled(GapAwareTrackingToken token, GapAwareTrackingToken rest) {}

    private final JdbcTemplate jdbc;
    private final OpenGaps openGaps;
    private final StoreContinuity continuity;
    private volatile Settled settled = new Settled(BEGINNING, BEGINNING);

    /** A reader that notes by itself which gaps are still open, for any number of threads. */
    public TrackedEventReader(JdbcTemplate jdbc) {
        this(jdbc, new StoreContinuity());
    }

    /** @param continuity notices when what was read is gone */
    TrackedEventReader(JdbcTemplate jdbc, StoreContinuity continuity) {
        this.jdbc = jdbc;
        this.openGaps = new OpenGaps(jdbc);
        this.continuity = continuity;
    }

    /**
     * The next events after a token, at most so many.
     *
     * @param last null for the first ones
     * @throws LostEventsException if the event that this reader has given last, at that token, is gone
     */
    public List<PlacedEventData> after(GapAwareTrackingToken last, int limit) {
        GapAwareTrackingToken token = last == null ? BEGINNING : last;
        GapAwareTrackingToken position = token.equals(settled.token()) ? settled.rest() : token;
        SortedSet<Long> closed = openGaps.closedAmong(position.getGaps());
        List<IndexedRow> rows = rowsAfter(position, limit);
        GapAwareTrackingToken rest = without(closed, rows, position);
        if (rows.isEmpty()) {
            settled = new Settled(token, rest);
        }
        return withTokens(rows.subList(0, Math.min(limit, rows.size())), rest);
    }

    private List<IndexedRow> rowsAfter(GapAwareTrackingToken position, int limit) {
        List<IndexedRow> rows = new ArrayList<>(rowsFrom(position, limit + 1));
        Optional<IndexedRow> last =
                rows.stream().filter(row -> row.index() == position.getIndex()).findFirst();
        continuity.requireStill(position.getIndex(), last.map(row -> row.event().getEventIdentifier()));
        last.ifPresent(rows::remove);
        return rows;
    }

    private List<IndexedRow> rowsFrom(GapAwareTrackingToken position, int limit) {
        if (!position.hasGaps()) {
            return jdbc.query(FOLLOWING, (row, number) -> read(row), position.getIndex(), limit);
        }
        PreparedStatementSetter gapsAndLimits = statement -> {
            BulkParameters.of(position.getGaps()).bigint(gap -> gap).setValues(statement);
            statement.setLong(2, position.getIndex());
            statement.setInt(3, limit);
        };
        return jdbc.query(IN_GAPS_AND_FOLLOWING, gapsAndLimits, (row, number) -> read(row));
    }

    private static GapAwareTrackingToken without(
            SortedSet<Long> closed, List<IndexedRow> found, GapAwareTrackingToken token) {
        if (closed.isEmpty()) {
            return token;
        }
        Set<Long> filled = found.stream().map(IndexedRow::index).collect(Collectors.toSet());
        SortedSet<Long> gaps = new TreeSet<>(token.getGaps());
        gaps.removeIf(gap -> closed.contains(gap) && !filled.contains(gap));
        return GapAwareTrackingToken.newInstance(token.getIndex(), gaps);
    }

    private List<PlacedEventData> withTokens(List<IndexedRow> rows, GapAwareTrackingToken last) {
        List<PlacedEventData> events = new ArrayList<>(rows.size());
        GapAwareTrackingToken token = last;
        for (IndexedRow row : rows) {
            token = token.advanceTo(row.index(), MOST_GAPS);
            events.add(new PlacedEventData(token, row.index(), row.event()));
        }
        rows.stream()
                .max(Comparator.comparingLong(IndexedRow::index))
                .ifPresent(end -> continuity.note(end.index(), end.event().getEventIdentifier()));
        return events;
    }

    private record IndexedRow(long index, DomainEventData<byte[]> event) {}

    private static IndexedRow read(ResultSet row) throws SQLException {
        return new IndexedRow(row.getLong("global_index"), EventRowMapper.read(row));
    }
}
