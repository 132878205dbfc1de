package io.orderflow.ordering.admission;

import io.orderflow.ordering.deadline.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many orders may be pending at once, so that none is for much longer than a given time: as many as end in that time, as
 * measured while there was no lack of orders (Little's law). While there are few, they say nothing of how many could end, and
 * the limit stays; so it does while none ends at all.
 */
final class PendingLimit {

    private record Sample(Instant at, long ended) {}

    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(500);
    /** Where nothing has been measured. Orders of a service that has just started end slowly. */
    private static final long FIRST = 100;
    /** Less would make batches of single orders, which is slower by far. */
    private static final long LEAST = 32;
    /** By which part of the difference the limit moves with each measurement, so that one odd second does not make it jump. */
    private static final double PART = 0.25;

    private final Duration longestPending;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private double limit = FIRST;

    /** @param longestPending for how long an order should be pending at most */
    PendingLimit(Duration longestPending) {
        this.longestPending = longestPending;
    }

    /** @param lacking whether orders were kept waiting since the last measurement */
    void measure(Backlog backlog, boolean lacking, Instant now) {
        samples.add(new Sample(now, backlog.ended()));
        while (samples.peek().at().isBefore(now.minus(WINDOW))) {
            samples.remove();
        }
        double perSecond = endedPerSecond();
        if (lacking && perSecond > 0) {
            double wanted = Math.max(LEAST, perSecond * longestPending.toMillis() / 1000);
            limit += (wanted - limit) * PART;
        }
    }

    long value() {
        return Math.round(limit);
    }

    /** In how many seconds so many orders will have ended, as far as is known. */
    long secondsFor(long orders) {
        double perSecond = endedPerSecond();
        return perSecond > 0 ? (long) Math.ceil(orders / perSecond) : longestPending.toSeconds();
    }

    private double endedPerSecond() {
        if (samples.isEmpty()) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        Duration span = Duration.between(first.at(), last.at());
        return span.compareTo(SHORTEST_WINDOW) < 0 ? 0 : (last.ended() - first.ended()) * 1000.0 / span.toMillis();
    }
}
