package io.orderflow.eventstore.health;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that does not go on.
 *
 * @param reason for a person to read
 * @param since when it was first seen to stand still
 */
public record Standstill(String reason, Instant since) {

    /** For how many seconds it has stood still. */
    public double seconds(Instant now) {
        return Duration.between(since, now).toMillis() / 1000.0;
    }
}
