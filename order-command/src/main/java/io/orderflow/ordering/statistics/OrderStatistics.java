package io.orderflow.ordering.statistics;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.ordering.order.CancellationReason;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What happened to orders in the last minutes, read from the events: an order costs nothing more for it, and while nobody asks,
 * nothing is done. What has been read is kept, so that whoever asks next has only the events read that came since; of however
 * many who ask at the same time, one has.
 */
@Component
public class OrderStatistics {

    /** What one bucket has. */
    public static final Duration BUCKET = Duration.ofSeconds(5);

    private static final Duration SPAN = Duration.ofMinutes(15);

    /** An event has its time shortly before it can be read. */
    private static final Duration APPENDING = Duration.ofSeconds(1);

    /** Where it was not shortly: the longest transaction. */
    private static final Duration LONGEST_APPENDING = Duration.ofSeconds(20);

    private static final Duration CLOCKS = Duration.ofSeconds(5);

    /**
     * The first event of an order is that it was placed, the second one ends it. Times are compared as the text that is stored.
     * {@code OFFSET 0} has what follows from a row worked out once.
     */
    private static final String EVENTS = """
            SELECT to_timestamp(floor(extract(epoch FROM event.time_stamp::timestamptz) / :bucket) * :bucket) AS at,
                count(*) FILTER (WHERE event.payload_type = 'OrderPlaced') AS placed,
                count(*) FILTER (WHERE event.payload_type = 'OrderConfirmed') AS confirmed,
                count(*) FILTER (WHERE reason IN (:withdrawn)) AS withdrawn,
                count(*) FILTER (WHERE starts_with(reason, :unanswered)) AS unanswered,
                count(*) FILTER (WHERE event.payload_type = 'OrderCancelled') AS cancelled,
                percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY seconds) AS percentiles
            FROM domain_event_entry event
            LEFT JOIN domain_event_entry placed ON event.sequence_number = 1
                AND placed.aggregate_identifier = event.aggregate_identifier AND placed.sequence_number = 0
            CROSS JOIN LATERAL (SELECT
                CASE event.payload_type WHEN 'OrderCancelled'
                    THEN convert_from(event.payload, 'UTF8')::json ->> 'reason' END,
                extract(epoch FROM event.time_stamp::timestamptz - placed.time_stamp::timestamptz)::float8
                OFFSET 0) AS what (reason, seconds)
            WHERE event.global_index > :after AND event.type = 'Order'
                AND event.payload_type IN ('OrderPlaced', 'OrderConfirmed', 'OrderCancelled')
                AND event.time_stamp COLLATE "C" >= :from AND event.time_stamp COLLATE "C" < :to
            GROUP BY 1""";

    private final EventStore events;
    private final ProcessorPositions positions;
    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;
    private final NavigableMap<Instant, OrderBucket> buckets = new TreeMap<>();

    /** The last place of the store at the time of each reading, from where a later one may begin. */
    private final NavigableMap<Instant, Long> places = new TreeMap<>();

    /** Up to where buckets were read. */
    private Instant end = Instant.EPOCH;

    OrderStatistics(EventStore events, ProcessorPositions positions, JdbcTemplate jdbc, Clock clock) {
        this.events = events;
        this.positions = positions;
        this.jdbc = new NamedParameterJdbcTemplate(jdbc);
        this.clock = clock;
    }

    /**
     * The buckets of at most the last 15 minutes that are over, the oldest first, also those in which nothing happened.
     *
     * @param from when the first of them begins at the earliest
     */
    public synchronized List<OrderBucket> since(Instant from) {
        Instant over = bucketOf(clock.instant().minus(APPENDING));
        if (over.isAfter(end)) {
            readUpTo(over);
        }
        return List.copyOf(buckets.tailMap(from).values());
    }

    private void readUpTo(Instant over) {
        Instant oldest = over.minus(SPAN);
        Instant unsettled = bucketOf(end.minus(LONGEST_APPENDING));
        Instant from = unsettled.isAfter(oldest) ? unsettled : oldest;
        if (from.equals(oldest)) {
            places.clear(); // too long ago
        }
        Collection<OrderBucket> read = read(from, over);
        places.put(clock.instant(), positions.head());
        buckets.headMap(oldest).clear();
        for (Instant at = from; at.isBefore(over); at = at.plus(BUCKET)) {
            buckets.put(at, OrderBucket.empty(at));
        }
        read.forEach(bucket -> buckets.put(bucket.at(), bucket));
        end = over;
    }

    private Collection<OrderBucket> read(Instant from, Instant to) {
        return jdbc.query(
                EVENTS,
                Map.of(
                        "bucket", BUCKET.toSeconds(),
                        "withdrawn", List.of(CancellationReason.BY_CUSTOMER, CancellationReason.BY_OPERATOR),
                        "unanswered", CancellationReason.NO_ANSWER,
                        "after", placeBefore(from),
                        "from", DateTimeUtils.formatInstant(from),
                        "to", DateTimeUtils.formatInstant(to)),
                (row, number) -> bucket(row));
    }

    /** A place that all events of this time and later are behind, also those of instances whose clock is somewhat ahead. */
    private long placeBefore(Instant time) {
        Map.Entry<Instant, Long> known = places.floorEntry(time.minus(CLOCKS));
        if (known != null) {
            places.headMap(known.getKey()).clear();
            return known.getValue();
        }
        TrackingToken token = events.createTokenAt(time);
        return token == null ? -1 : token.position().orElse(-1);
    }

    private static OrderBucket bucket(ResultSet row) throws SQLException {
        long withdrawn = row.getLong("withdrawn");
        long unanswered = row.getLong("unanswered");
        Array found = row.getArray("percentiles");
        Double[] percentiles = found == null ? new Double[2] : (Double[]) found.getArray();
        return new OrderBucket(
                row.getTimestamp("at").toInstant(),
                row.getLong("placed"),
                row.getLong("confirmed"),
                new OrderBucket.Cancelled(row.getLong("cancelled") - withdrawn - unanswered, unanswered, withdrawn),
                percentiles[0],
                percentiles[1]);
    }

    private static Instant bucketOf(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), BUCKET.toSeconds()) * BUCKET.toSeconds());
    }
}
