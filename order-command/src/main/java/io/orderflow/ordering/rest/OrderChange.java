package io.orderflow.ordering.rest;

import io.orderflow.ordering.view.OrderFilter;
import io.orderflow.ordering.view.OrderView;
import jakarta.annotation.Nullable;
import java.time.Instant;

/**
 * An order as it was after a change.
 *
 * @param customer whose it is; null if it is nobody's
 */
record OrderChange(@Nullable String customer, OrderResponse order) {

    static OrderChange of(OrderView order) {
        return new OrderChange(order.customer(), OrderResponse.of(order));
    }

    /** Whether a list by the filter would have it. */
    boolean isIn(OrderFilter filter) {
        Instant placed = order.createdAt();
        return (filter.customer() == null || filter.customer().equals(customer))
                && (filter.status() == null || filter.status() == order.status())
                && (filter.productId() == null || order.has(filter.productId()))
                && (filter.from() == null || !placed.isBefore(filter.from()))
                && (filter.to() == null || placed.isBefore(filter.to()));
    }
}
