package io.orderflow.eventstore.processing;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps how far each segment of a processor is, and which instance of the service has it. An instance that is not heard of for
 * {@link #CLAIM_TIMEOUT} loses what it has to the next that asks; while it is in a transaction that moves a segment on, it
 * cannot, however long that takes.
 *
 * <p>A position is stored only by the instance that has the segment, and an instance that has lost it is told so: it goes on from the
 * position that is stored, if it gets the segment again. Axon's own store lets one that has lost it, and did not notice, have it back
 * where the next one is not heard of either, or has given it up: it would handle again what that one has handled, and set the position
 * back.
 *
 * <p>No instance gets a processor that is {@linkplain ProcessorPauses paused}.
 */
final class ClaimedTokenStore extends JdbcTokenStore {

    /** Three times as long as an idle processor waits until it says that its instance is alive. */
    static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(3);

    private static final String IS_PAUSED = "SELECT FROM paused_processor WHERE name = ?";

    private static final String LOCK =
            "SELECT segment FROM token_entry WHERE processor_name = ? AND segment = ? FOR UPDATE SKIP LOCKED";

    private static final String HELD = "SELECT segment FROM token_entry WHERE processor_name = ? AND owner = ?";

    private static final String EXTEND =
            "UPDATE token_entry SET timestamp = ? WHERE owner = ? AND processor_name = ? AND segment = ?";

    private record Place(String processor, int segment) {}

    private final JdbcTemplate jdbc;
    private final String instance;
    private final Map<Place, Segment> claimed = new ConcurrentHashMap<>();

    private volatile Map<String, Integer> shares = Map.of();

    /** @param instance what no other instance is called, not even an earlier one */
    ClaimedTokenStore(Builder builder, JdbcTemplate jdbc, String instance) {
        super(builder.claimTimeout(CLAIM_TIMEOUT).nodeId(instance));
        this.jdbc = jdbc;
        this.instance = instance;
    }

    /** Process and host alone are the same for containers that share their host's name. */
    static String newInstance() {
        return ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();
    }

    /** The name of this instance. */
    String instance() {
        return instance;
    }

    /**
     * From now on, this instance takes so many segments of each processor at most; of any other, one, so that an instance that starts
     * takes nothing that it has to give back.
     */
    void share(Map<String, Integer> segments) {
        shares = Map.copyOf(segments);
    }

    /** Those that this instance has, and of those that nobody has as many as it may take. */
    @Override
    public List<Segment> fetchAvailableSegments(String processor) {
        List<Segment> available = super.fetchAvailableSegments(processor);
        if (available.isEmpty()) {
            return available;
        }
        List<Integer> held = jdbc.queryForList(HELD, Integer.class, processor, instance);
        Stream<Segment> own = available.stream().filter(segment -> held.contains(segment.getSegmentId()));
        Stream<Segment> free = available.stream()
                .filter(segment -> !held.contains(segment.getSegmentId()))
                .limit(Math.max(0, shares.getOrDefault(processor, 1) - held.size()));
        return Stream.concat(own, free).toList();
    }

    /** Passes over a segment whose owner is in a transaction: waiting for its end, this instance would leave those that are free. */
    @Override
    public TrackingToken fetchToken(String processor, Segment segment) {
        if (jdbc.queryForList(LOCK, Integer.class, processor, segment.getSegmentId())
                .isEmpty()) {
            throw new UnableToClaimTokenException("Segment %s of the processor %s is being worked on, or is gone"
                    .formatted(segment.getSegmentId(), processor));
        }
        TrackingToken token = super.fetchToken(processor, segment);
        claimed.put(new Place(processor, segment.getSegmentId()), segment);
        return token;
    }

    /** By who had the segment before a failure: since then, it may have been split or merged. */
    @Override
    public TrackingToken fetchToken(String processor, int segment) {
        Segment before = claimed.get(new Place(processor, segment));
        return before == null ? super.fetchToken(processor, segment) : super.fetchToken(processor, before);
    }

    /** Not by claiming it again, as Axon's own does: events that another instance has handled meanwhile would come once more. */
    @Override
    public void extendClaim(String processor, int segment) {
        if (jdbc.update(EXTEND, DateTimeUtils.formatInstant(Instant.now()), instance, processor, segment) == 0) {
            throw lost(processor);
        }
    }

    /**
     * Called with the row of the segment locked, so that whoever pauses the processor, who needs that row too, comes either before,
     * and is heeded here, or after, and takes the claim away.
     */
    @Override
    protected TrackingToken claimToken(Connection connection, AbstractTokenEntry<?> token) throws SQLException {
        try (PreparedStatement pause = connection.prepareStatement(IS_PAUSED)) {
            pause.setString(1, token.getProcessorName());
            try (ResultSet found = pause.executeQuery()) {
                if (found.next()) {
                    throw new UnableToClaimTokenException("Processor %s is paused".formatted(token.getProcessorName()));
                }
            }
        }
        return super.claimToken(connection, token);
    }

    /** Called where the statement that stores a position has found that the segment is not this instance's. */
    @Override
    protected void updateToken(
            Connection connection, ResultSet row, TrackingToken token, String processor, int segment) {
        throw lost(processor);
    }

    private static UnableToClaimTokenException lost(String processor) {
        return new UnableToClaimTokenException(
                "Processor %s has been taken over by another instance".formatted(processor));
    }
}
