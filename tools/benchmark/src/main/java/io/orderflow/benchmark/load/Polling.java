package io.orderflow.benchmark.load;

import io.orderflow.local.host.Pause;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again, and knows when the look began that found it so: the time that a look takes is not the system's. */
public final class Polling {

    /** So often that a round is hardly longer for it, so seldom that the looks are hardly a load. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** How long a system may take for whatever is waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Polling() {}

    /**
     * Looks until it is so.
     *
     * @param whatIsThereUntilThen for the message, where it does not come to be so
     * @return when the look began that found it so, by the nanosecond clock
     * @throws IllegalStateException if it is not so after five minutes
     */
    public static long until(String whatIsThereUntilThen, BooleanSupplier condition) {
        return until(whatIsThereUntilThen, BETWEEN_LOOKS, condition);
    }

    /** Looks alike, with another pause between two looks. */
    public static long until(String whatIsThereUntilThen, Duration betweenLooks, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long look = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (look > deadline) {
                throw new IllegalStateException(
                        "After %s s there are still %s".formatted(PATIENCE.toSeconds(), whatIsThereUntilThen));
            }
            // A look that is expensive is not to keep the system from its work.
            Pause.of(betweenLooks.plusNanos(System.nanoTime() - look));
            look = System.nanoTime();
        }
        return look;
    }
}
