package io.orderflow.relay.replay;

import io.orderflow.eventstore.storage.EventRowMapper;
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
import org.springframework.util.AntPathMatcher;

/**
 * The events that this service has published, in the order of its event store.
 *
 * <p>Read by ascending index without a look at gaps. An event whose transaction commits after its place has been passed
 * is not seen; the relay publishes it later, and whoever asked for history has been listening to that since before.
 *
 * <p>Payloads are passed on as they are stored: an event is deserialized only if an upcaster applies to it.
 */
final class OwnHistoryReader {

    private static final AntPathMatcher TOPICS = new AntPathMatcher(".");

    private static final String OWN_EVENTS_OF_TYPES = " FROM domain_event_entry WHERE global_index > ?"
            + " AND payload_type = ANY (?) AND (meta_data IS NULL OR position('\"" + ForeignEvents.TIMESTAMP
            + "\"' IN convert_from(meta_data, 'UTF8')) = 0)";

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
     * @param events in their order
     * @param position global index of the last one
     * @param isLast whether there is nothing after it, for now
     */
    record Chunk(List<EventMessage<?>> events, long position, boolean isLast) {}

    /** How many events of history the keys select. */
    long count(List<String> routingKeys) {
        return jdbc.queryForObject("SELECT count(*)" + OWN_EVENTS_OF_TYPES, Long.class, -1, typesOf(routingKeys));
    }

    /** The next events after a position that the keys select, at most so many. */
    Chunk after(long position, List<String> routingKeys, int limit) {
        List<TrackedEventData<?>> rows = jdbc.query(
                "SELECT " + EventRowMapper.COLUMNS + OWN_EVENTS_OF_TYPES + " ORDER BY global_index LIMIT ?",
                (row, number) -> stored(row),
                position,
                typesOf(routingKeys),
                limit);
        List<EventMessage<?>> events = new ArrayList<>(rows.size());
        EventUtils.upcastAndDeserializeTrackedEvents(rows.stream(), serializer, upcasters)
                .forEach(events::add);
        long last = rows.isEmpty()
                ? position
                : rows.get(rows.size() - 1).trackingToken().position().orElseThrow();
        return new Chunk(events, last, rows.size() < limit);
    }

    private static TrackedEventData<?> stored(ResultSet row) throws SQLException {
        return new TrackedDomainEventData<>(
                new GlobalSequenceTrackingToken(row.getLong("global_index")), EventRowMapper.read(row));
    }

    private String[] typesOf(List<String> routingKeys) {
        return published.types().stream()
                .filter(type -> published
                        .routingKeyOf(type)
                        .filter(key -> routingKeys.stream().anyMatch(pattern -> matches(pattern, key)))
                        .isPresent())
                .map(Class::getSimpleName)
                .toArray(String[]::new);
    }

    private static boolean matches(String pattern, String routingKey) {
        return TOPICS.match(pattern.replace("#", "**"), routingKey);
    }
}
