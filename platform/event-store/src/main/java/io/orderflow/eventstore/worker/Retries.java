package io.orderflow.eventstore.worker;

import org.springframework.util.backoff.ExponentialBackOff;

/** How long whatever failed is left alone before it is tried again: as long as it takes, with growing pauses. */
public final class Retries {

    /** The longest pause: what has been away for long is back within this time of its return. */
    public static final long LONGEST_PAUSE_MILLIS = 5_000;

    private static final long FIRST_PAUSE_MILLIS = 100;

    private Retries() {}

    /** Pauses that double, from a tenth of a second to {@value #LONGEST_PAUSE_MILLIS} ms, without end. */
    public static ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        backOff.setMaxInterval(LONGEST_PAUSE_MILLIS);
        return backOff;
    }
}
