package io.orderflow.eventstore.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The pace of work that is the cheaper the more of it is done at once, and of which more may be there soon. What comes after a
 * pause, and the two pieces of work that follow, are done at once; while work goes on, a piece of it begins every
 * {@value #MILLIS} ms. For one thread.
 */
public final class Pace {

    /** Little for who waits for something in a system that has much to do, and enough to make a batch of it. */
    static final long MILLIS = 10;

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(MILLIS);
    private static final long AT_ONCE = 2 * INTERVAL;

    private final LongSupplier nanoTime;
    private long next;

    /** @param nanoTime a clock, such as {@link System#nanoTime()} */
    public Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() - AT_ONCE;
    }

    /** Waits until the next piece of work may begin. */
    public void await() throws InterruptedException {
        long now = nanoTime.getAsLong();
        next = Math.max(next, now - AT_ONCE);
        TimeUnit.NANOSECONDS.sleep(next - now);
        next += INTERVAL;
    }
}
