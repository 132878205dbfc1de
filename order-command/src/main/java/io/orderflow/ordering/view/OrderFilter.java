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

    boolean isOfATime() {
        return from != null || to != null;
    }
}
