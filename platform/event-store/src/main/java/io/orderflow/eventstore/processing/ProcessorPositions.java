package io.orderflow.eventstore.processing;

import jakarta.annotation.Nullable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
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

    /**
     * A segment of a processor.
     *
     * @param owner the instance of the service that has it, or had it until just now; null if none has
     * @param position the global index of the last event that it has handled; empty before the first
     */
    record SegmentPosition(int segment, @Nullable String owner, OptionalLong position) {}

    /** Up to which global index the processor, with all of its segments, has handled all events; empty before the first. */
    public OptionalLong positionOf(String processor) {
        List<SegmentPosition> segments = segmentsOf(processor);
        return segments.stream().allMatch(segment -> segment.position().isPresent())
                ? segments.stream()
                        .mapToLong(segment -> segment.position().getAsLong())
                        .min()
                : OptionalLong.empty();
    }

    /** The processor's segments, by number; none before it has run. */
    List<SegmentPosition> segmentsOf(String processor) {
        return jdbc.query(
                "SELECT segment, owner, token, token_type FROM token_entry WHERE processor_name = ? ORDER BY segment",
                (row, number) -> new SegmentPosition(row.getInt("segment"), row.getString("owner"), position(row)),
                processor);
    }

    /** How many segments each processor has that has ever run. */
    public Map<String, Integer> segmentCounts() {
        Map<String, Integer> segments = new HashMap<>();
        jdbc.query("SELECT processor_name, count(*) FROM token_entry GROUP BY processor_name", row -> {
            segments.put(row.getString(1), row.getInt(2));
        });
        return segments;
    }

    /** What a row of {@code token_entry} has as {@code token} and {@code token_type}; empty before the first event. */
    static Optional<TrackingToken> tokenOf(ResultSet row, Serializer serializer) throws SQLException {
        byte[] token = row.getBytes("token");
        return token == null
                ? Optional.empty()
                : Optional.of(serializer.deserialize(
                        new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null)));
    }

    private OptionalLong position(ResultSet row) throws SQLException {
        return tokenOf(row, serializer).map(TrackingToken::position).orElse(OptionalLong.empty());
    }

    /**
     * Waits for the batch that the processor has under way, in whichever instance, and lets it begin no other until the end of the
     * current transaction: a batch begins by storing its position. A processor that has never run is not held back.
     *
     * @param key of what is not to be handled meanwhile, by which the work is divided among the processor's segments
     */
    public void holdBack(String processor, Object key) {
        int[] segments = jdbc
                .queryForList("SELECT segment FROM token_entry WHERE processor_name = ?", Integer.class, processor)
                .stream()
                .mapToInt(segment -> segment)
                .toArray();
        Stream.of(Segment.computeSegments(segments))
                .filter(segment -> segment.matches(key))
                .forEach(segment -> jdbc.query(
                        "SELECT FROM token_entry WHERE processor_name = ? AND segment = ? FOR UPDATE",
                        row -> {},
                        processor,
                        segment.getSegmentId()));
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
