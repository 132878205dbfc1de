package io.orderflow.projection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a rebuild is.
 *
 * @param id which rebuild of its projection, ascending from 1
 * @param processed events of history read so far
 * @param total events of history there are to read: about how many until it has finished, as nobody counts millions, and live
 *     events add to it
 * @param startedAt when it was asked for
 * @param finishedAt when it ended, well or not; null while it runs
 * @param reason why it failed, for a person to read; null unless it did
 */
public record Rebuild(
        long id, State state, long processed, long total, Instant startedAt, Instant finishedAt, String reason) {

    /** Whether a rebuild has ended, and how. */
    public enum State {
        /** It goes on. */
        @JsonProperty("running")
        RUNNING,
        /** The new model has taken the old one's place. */
        @JsonProperty("finished")
        FINISHED,
        /** It was given up, and the old model is as it was. */
        @JsonProperty("failed")
        FAILED
    }

    /** Whether the total is an estimate; it is exact once the rebuild has finished. */
    public boolean isEstimated() {
        return state != State.FINISHED;
    }

    /** How much is done, 0.0 to 100.0; 100.0 exactly when it has finished. */
    public double percent() {
        if (state == State.FINISHED) {
            return 100;
        }
        return total == 0 ? 0 : Math.min(99.9, Math.round(1000.0 * processed / total) / 10.0);
    }

    /** Events read per second, on average since the start. */
    public long eventsPerSecond(Clock clock) {
        Instant until = finishedAt == null ? clock.instant() : finishedAt;
        return processed * 1000 / Math.max(1, Duration.between(startedAt, until).toMillis());
    }
}
