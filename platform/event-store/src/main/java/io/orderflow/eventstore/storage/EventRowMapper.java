package io.orderflow.eventstore.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;

/** A row of the table of events, {@code domain_event_entry}. */
public final class EventRowMapper {

    /** The columns that {@link #read} needs. */
    public static final String COLUMNS = "global_index, type, aggregate_identifier, sequence_number, event_identifier,"
            + " time_stamp, payload_type, payload_revision, payload, meta_data";

    private EventRowMapper() {}

    /** The event as Axon reads it. One that no aggregate published is stored under its own identifier, and has no aggregate. */
    public static DomainEventData<byte[]> read(ResultSet row) throws SQLException {
        String identifier = row.getString("event_identifier");
        String aggregate = row.getString("aggregate_identifier");
        return new GenericDomainEventEntry<>(
                row.getString("type"),
                identifier.equals(aggregate) ? null : aggregate,
                row.getLong("sequence_number"),
                identifier,
                row.getString("time_stamp"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getBytes("payload"),
                row.getBytes("meta_data"));
    }
}
