package io.orderflow.benchmark.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** How long each of many requests took. For one thread. */
public final class Latencies {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram nanos = new Histogram(LONGEST.toNanos(), SIGNIFICANT_DIGITS);

    /** Counts in a request that was sent then, by the nanosecond clock, and is done now. */
    void recordSince(long begun) {
        nanos.recordValue(Math.min(System.nanoTime() - begun, LONGEST.toNanos()));
    }

    void add(Latencies others) {
        nanos.add(others.nanos);
    }

    public long count() {
        return nanos.getTotalCount();
    }

    /** The time in milliseconds in which so many per cent of the requests were done. */
    public double millis(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
