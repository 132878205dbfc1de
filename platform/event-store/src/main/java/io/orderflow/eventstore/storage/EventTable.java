package io.orderflow.eventstore.storage;

import io.orderflow.eventstore.jdbc.BulkParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/**
 * The table of the events, and how events get into it.
 *
 * <p>All events of a transaction are appended by one statement, however many they are. Each row draws its global index from
 * the sequence when it is inserted, which is in the order of the events. Before the first index is drawn, the condition that
 * is always true has given the transaction its number, by which {@link OpenGaps} knows when it has ended, and an end, if it had
 * none: whatever became of its connection's settings, no transaction that draws an index keeps readers waiting for ever.
 */
final class EventTable {

    static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("domain_event_entry")
            .snapshotTable("snapshot_event_entry")
            .globalIndexColumn("global_index")
            .eventIdentifierColumn("event_identifier")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .typeColumn("type")
            .timestampColumn("time_stamp")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision")
            .payloadColumn("payload")
            .metaDataColumn("meta_data")
            .build();

    private static final String APPEND = """
            INSERT INTO domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                payload_type, payload_revision, payload, meta_data)
            SELECT event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                payload_type, payload_revision, payload, meta_data
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY AS event (
                event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                payload_type, payload_revision, payload, meta_data, place)
            WHERE pg_current_xact_id() IS NOT NULL
                AND (SELECT set_config('transaction_timeout',
                    coalesce(nullif(current_setting('transaction_timeout'), '0'), '20s'), true)) IS NOT NULL
            ORDER BY place""";

    private static final String READ = """
            SELECT event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                payload_type, payload_revision, payload, meta_data
            FROM domain_event_entry
            WHERE aggregate_identifier = ? AND sequence_number >= ? ORDER BY sequence_number LIMIT ?""";

    private record Row(
            DomainEventMessage<?> event, SerializedObject<byte[]> payload, SerializedObject<byte[]> metaData) {}

    private EventTable() {}

    /**
     * Makes the statement that appends the events, as Axon's JDBC engine wants it: a batch, here of one execution.
     *
     * @throws UnreadableEventException if one of them could be written, but not read again
     */
    static PreparedStatement append(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        List<Row> rows = events.stream()
                .map(EventTable::asDomainEvent)
                .map(event ->
                        new Row(event, readable(event, serializer), event.serializeMetaData(serializer, byte[].class)))
                .toList();
        PreparedStatement statement = connection.prepareStatement(APPEND);
        BulkParameters.of(rows)
                .text(row -> row.event.getIdentifier())
                .text(row -> row.event.getAggregateIdentifier())
                .bigint(row -> row.event.getSequenceNumber())
                .text(row -> row.event.getType())
                .text(row -> DateTimeUtils.formatInstant(row.event.getTimestamp()))
                .text(row -> row.payload.getType().getName())
                .text(row -> row.payload.getType().getRevision())
                .bytea(row -> row.payload.getData())
                .bytea(row -> row.metaData.getData())
                .plannedOnce()
                .setValues(statement);
        statement.addBatch();
        return statement;
    }

    private static SerializedObject<byte[]> readable(EventMessage<?> event, Serializer serializer) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        try {
            serializer.deserialize(payload);
        } catch (SerializationException e) {
            throw new UnreadableEventException(event, e);
        }
        return payload;
    }

    /**
     * Makes the statement that reads events of an aggregate. Where Axon's own asks for a range of sequence numbers, and again
     * until it finds an empty one, this one asks for a number of events, and fewer are the last.
     */
    static PreparedStatement read(
            Connection connection, EventSchema schema, String aggregate, long firstSequenceNumber, int limit)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(READ);
        statement.setString(1, aggregate);
        statement.setLong(2, firstSequenceNumber);
        statement.setInt(3, limit);
        return statement;
    }

    /** An event of no aggregate has a place of its own, as Axon's engines give it one. */
    private static DomainEventMessage<?> asDomainEvent(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> domainEvent
                ? domainEvent
                : new GenericDomainEventMessage<>(null, event.getIdentifier(), 0L, event, event::getTimestamp);
    }
}
