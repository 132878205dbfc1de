package io.orderflow.eventstore.processing;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.eventhandling.TrackingToken;
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
 */
final class ClaimedTokenStore extends JdbcTokenStore {

    /** Three times as long as an idle processor waits until it says that its instance is alive. */
    static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(3);

    ClaimedTokenStore(Builder builder) {
        super(builder.claimTimeout(CLAIM_TIMEOUT).nodeId(newInstance()));
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
