package io.orderflow.eventstore.processing;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;

/**
 * Keeps how far each processor is, and which instance of the service has it. An instance that is not heard of for
 * {@link #CLAIM_TIMEOUT} loses what it has to the next that asks; while it is in a transaction that moves a processor on, it
 * cannot, however long that takes.
 *
 * <p>A position is stored only by the instance that has the processor. Axon's own store lets one that has lost it, and did not
 * notice, have it back where the next one is not heard of either: it would handle again what that one has handled, and set the
 * position back.
 *
 * <p>No instance gets a processor that is {@linkplain ProcessorPauses paused}.
 */
final class ClaimedTokenStore extends JdbcTokenStore {

    /** Three times as long as an idle processor waits until it says that its instance is alive. */
    static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(3);

    private static final String IS_PAUSED = "SELECT FROM paused_processor WHERE name = ?";

    ClaimedTokenStore(Builder builder) {
        super(builder.claimTimeout(CLAIM_TIMEOUT).nodeId(newInstance()));
    }

    /**
     * Called with the processor's row locked, so that whoever pauses it, which needs that row too, comes either before, and is heeded
     * here, or after, and takes the claim away.
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

    /** Process and host alone are the same for containers that share their host's name. */
    private static String newInstance() {
        return ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();
    }

    /** Called where the statement that stores a position has found that the processor is not this instance's. */
    @Override
    protected void updateToken(
            Connection connection, ResultSet row, TrackingToken token, String processor, int segment) {
        throw new UnableToClaimTokenException(
                "Processor %s has been taken over by another instance".formatted(processor));
    }
}
