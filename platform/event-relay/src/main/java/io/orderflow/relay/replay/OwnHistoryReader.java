package io.orderflow.relay.replay;

import io.orderflow.eventstore.storage.EventEstimate;
import io.orderflow.eventstore.storage.EventRowMapper;
import io.orderflow.relay.topology.RoutingKeys;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.ForeignEvents;
import io.orderflow.relay.wire.IntegrationEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The events that this service has published, in the order of its event store.
 *
 * <p>Read by ascending index without a look at gaps. An event whose transaction commits after its place has been passed
 * is not seen; the relay publishes it later, and whoever asked for history has been listening to that since before.
 *
 * <p>Payloads are passed on as they are stored: an event is deserialized only if an upcaster applies to it.
 */
final class OwnHistoryReader {

    /** How many places of the event store one statement looks at, so that none takes long where wanted events are rare. */
    private static final int RANGE = 50_000;

    private static final int MOST_RANGES = 4;

    private static final String OWN_OF_TYPES = "payload_type = ANY (?) AND (meta_data IS NULL OR position('\""
            + ForeignEvents.TIMESTAMP + "\"' IN convert_from(meta_data, 'UTF8')) = 0)";

    private static final String IN_RANGE = "SELECT " + EventRowMapper.COLUMNS + " FROM domain_event_entry WHERE "
            + OWN_OF_TYPES + " AND global_index > ? AND global_index <= ? ORDER BY global_index LIMIT ?";

    private static final String END = "SELECT coalesce(max(global_index), -1) FROM domain_event_entry";

    private static final String AT_PLACES = "SELECT " + EventRowMapper.COLUMNS + " FROM domain_event_entry"
            + " JOIN unnest(?, ?) AS place (aggregate, sequence)"
            + " ON aggregate_identifier = place.aggregate AND sequence_number = place.sequence"
            + " WHERE " + OWN_OF_TYPES + " ORDER BY global_index";

    private final JdbcTemplate jdbc;
    private final IntegrationEvents published;
    private final Serializer serializer;
    private final EventUpcaster upcasters;

    OwnHistoryReader(JdbcTemplate jdbc, IntegrationEvents published, Serializer serializer, EventUpcaster upcasters) {
        this.jdbc = jdbc;
        this.published = published;
        this.serializer = serializer;
        this.upcasters = upcasters;
    }

    /**
     * A part of history.
     *
     * @param events in their order; none where there are none on a long way
     * @param position up to where the event store was looked at
     * @param isLast whether there is nothing after it, for now
     */
    record Chunk(List<EventMessage<?>> events, long position, boolean isLast) {}

    /** About how many events of history the keys select. */
    long estimate(List<String> routingKeys) {
        return new EventEstimate(jdbc).of(OWN_OF_TYPES, new Object[] {typesOf(routingKeys)});
    }

    /** The next events after a position that the keys select, at most so many. */
    Chunk after(long position, List<String> routingKeys, int limit) {
        String[] types = typesOf(routingKeys);
        long end = jdbc.queryForObject(END, Long.class);
        if (types.length == 0) {
            return new Chunk(List.of(), end, true);
        }
        List<TrackedEventData<?>> rows = List.of();
        long reached = position;
        for (int ranges = 0; ranges < MOST_RANGES && rows.isEmpty() && reached < end; ranges++) {
            long to = Math.min(reached + RANGE, end);
            rows = jdbc.query(IN_RANGE, (row, number) -> stored(row), types, reached, to, limit);
            reached = rows.size() < limit ? to : positionOf(rows.get(rows.size() - 1));
        }
        return new Chunk(upcast(rows), reached, reached >= end);
    }

    /** Those of the events that are this service's, and published, in their order. */
    List<EventMessage<?>> events(List<EventRef> wanted) {
        return upcast(jdbc.query(
                AT_PLACES,
                (row, number) -> stored(row),
                wanted.stream().map(EventRef::aggregate).toArray(String[]::new),
                wanted.stream().map(EventRef::sequence).toArray(Long[]::new),
                typesOf(List.of("#"))));
    }

    private List<EventMessage<?>> upcast(List<TrackedEventData<?>> rows) {
        List<EventMessage<?>> events = new ArrayList<>(rows.size());
        EventUtils.upcastAndDeserializeTrackedEvents(rows.stream(), serializer, upcasters)
                .forEach(events::add);
        return events;
    }

    private static long positionOf(TrackedEventData<?> row) {
        return row.trackingToken().position().orElseThrow();
    }

    private static TrackedEventData<?> stored(ResultSet row) throws SQLException {
        return new TrackedDomainEventData<>(
                new GlobalSequenceTrackingToken(row.getLong("global_index")), EventRowMapper.read(row));
    }

    private String[] typesOf(List<String> routingKeys) {
        return published.types().stream()
                .filter(type -> published
                        .routingKeyOf(type)
                        .filter(key -> routingKeys.stream().anyMatch(pattern -> RoutingKeys.matches(pattern, key)))
                        .isPresent())
                .map(Class::getSimpleName)
                .toArray(String[]::new);
    }
}
