package io.orderflow.ordering.view;

import java.time.Instant;

/**
 * Which orders a list has; what is null leaves none out.
 *
 * @param customer who placed them
 * @param status in which they are
 * @param productId of which product they have a line
 * @param from the earliest time at which they were placed
 * @param to before which they were placed
 */
public record OrderFilter(String customer, OrderStatus status, Long productId, Instant from, Instant to) {

    /** Before and after any order. PostgreSQL knows no time that is much earlier. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    public OrderFilter {
        from = within(from);
        to = within(to);
    }

    private static Instant within(Instant time) {
        if (time == null) {
            return null;
        }
        Instant notBefore = time.isBefore(EARLIEST) ? EARLIEST : time;
        return notBefore.isAfter(LATEST) ? LATEST : notBefore;
    }

    boolean isOfATime() {
        return from != null || to != null;
    }
}
