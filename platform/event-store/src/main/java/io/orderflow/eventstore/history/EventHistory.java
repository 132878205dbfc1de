package io.orderflow.eventstore.history;

import io.orderflow.eventstore.storage.EventRowMapper;
import io.orderflow.eventstore.storage.TrackedEventReader;
import java.util.List;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks up what is stored. What is stored by now is found, and no question takes longer as history grows. */
public final class EventHistory {

    private static final String EVENTS = "SELECT " + EventRowMapper.COLUMNS + " FROM domain_event_entry WHERE ";

    private static final String OF_AGGREGATE =
            EVENTS + "aggregate_identifier = ? AND sequence_number < ? ORDER BY sequence_number DESC LIMIT ?";

    /** Nothing but the index of places will do, whatever PostgreSQL believes of the other conditions. */
    private static final String IN_RANGE = EVENTS
            + "global_index > ? AND global_index < ? AND type = ? AND encode(payload, 'escape') ~ ? ORDER BY global_index LIMIT ?";

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final EventUpcaster upcasters;

    EventHistory(JdbcTemplate jdbc, Serializer serializer, EventUpcaster upcasters) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.upcasters = upcasters;
    }

    /** An aggregate's events, the newest first: the first so many of those whose sequence number is below a limit. */
    public List<RecordedEvent> newestOf(String aggregate, long before, int limit) {
        return read(OF_AGGREGATE, aggregate, before, limit);
    }

    /** Follows what is stored from now on, and what is stored already behind a place. */
    public EventTail tailAfter(long place) {
        return new EventTail(new TrackedEventReader(jdbc), serializer, upcasters, place);
    }

    /**
     * Events by what they say, in their order. All places between the two given ones may be looked at, so there should not be
     * too many.
     *
     * @param after the place behind which is looked
     * @param before the place where it ends
     * @param aggregateType the type of the aggregates that published them
     * @param member a member of their JSON that is a number
     * @param value what the member is
     */
    public List<RecordedEvent> between(
            long after, long before, String aggregateType, String member, long value, int limit) {
        return read(IN_RANGE, after, before, aggregateType, "\"" + member + "\":" + value + "[,}]", limit);
    }

    private List<RecordedEvent> read(String sql, Object... arguments) {
        List<TrackedEventData<?>> rows = jdbc.query(
                sql,
                (row, number) -> new TrackedDomainEventData<>(
                        new GlobalSequenceTrackingToken(row.getLong("global_index")), EventRowMapper.read(row)),
                arguments);
        return EventUtils.upcastAndDeserializeTrackedEvents(rows.stream(), serializer, upcasters)
                .<RecordedEvent>map(RecordedEvent::of)
                .toList();
    }
}
