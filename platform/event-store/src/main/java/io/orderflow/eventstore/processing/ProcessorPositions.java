package io.orderflow.eventstore.processing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far processors are, whichever instance of the service they run in. */
public final class ProcessorPositions {

    private final Serializer serializer;
    private final JdbcTemplate jdbc;

    /** @param serializer by which processors' tokens are stored */
    public ProcessorPositions(Serializer serializer, JdbcTemplate jdbc) {
        this.serializer = serializer;
        this.jdbc = jdbc;
    }

    /** The global index of the last event that the processor has handled; empty before the first. */
    public OptionalLong positionOf(String processor) {
        List<SerializedObject<byte[]>> stored = jdbc.query(
                "SELECT token, token_type FROM token_entry WHERE processor_name = ? AND token IS NOT NULL",
                (row, number) -> new SimpleSerializedObject<>(
                        row.getBytes("token"), byte[].class, row.getString("token_type"), null),
                processor);
        return stored.stream()
                .<TrackingToken>map(serializer::deserialize)
                .map(TrackingToken::position)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    /**
     * Waits for the batch that the processor has under way, in whichever instance, and lets it begin no other until the end of the
     * current transaction: a batch begins by storing its position. A processor that has never run is not held back.
     */
    public void holdBack(String processor) {
        jdbc.query("SELECT FROM token_entry WHERE processor_name = ? FOR UPDATE", row -> {}, processor);
    }

    /** Whether an instance of the service has the processor, or had it until just now. */
    boolean isClaimed(String processor) {
        return jdbc.queryForObject(
                "SELECT exists (SELECT FROM token_entry WHERE processor_name = ? AND owner IS NOT NULL)",
                Boolean.class,
                processor);
    }

    /** When the first event after a position was stored; empty if there is none. */
    Optional<Instant> firstAfter(long position) {
        return jdbc
                .queryForList(
                        "SELECT time_stamp FROM domain_event_entry WHERE global_index > ? ORDER BY global_index LIMIT 1",
                        String.class,
                        position)
                .stream()
                .findFirst()
                .map(DateTimeUtils::parseInstant);
    }

    /** The global index of the last event of the store; 0 if it has none. */
    public long head() {
        return jdbc.queryForObject("SELECT coalesce(max(global_index), 0) FROM domain_event_entry", Long.class);
    }
}
