package io.orderflow.ordering.statistics;

import jakarta.annotation.Nullable;
import java.time.Instant;

/**
 * What happened to orders in some seconds. An order that its customer cancels when it is confirmed counts as both.
 *
 * @param at when they begin
 * @param placed orders that were placed then
 * @param confirmed orders that were confirmed then
 * @param cancelled orders that were cancelled then
 * @param p50Seconds how long half of the orders at most took that ended then, from when they were placed; null if none ended
 * @param p99Seconds the same of 99 of a hundred
 */
public record OrderBucket(
        Instant at,
        long placed,
        long confirmed,
        Cancelled cancelled,
        @Nullable Double p50Seconds,
        @Nullable Double p99Seconds) {

    /**
     * Cancelled orders by their reason.
     *
     * @param rejected inventory refused a line of them
     * @param unanswered inventory did not answer in time
     * @param customer their customer did not want them any more, or an operator
     */
    public record Cancelled(long rejected, long unanswered, long customer) {}

    static OrderBucket empty(Instant at) {
        return new OrderBucket(at, 0, 0, new Cancelled(0, 0, 0), null, null);
    }
}
