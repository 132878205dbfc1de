package io.orderflow.ordering.placement;

import io.orderflow.ordering.order.PlaceOrder;

/** What has become of a request for an order: the order is placed, by this request or by an earlier one with the same key. */
public sealed interface Placement {

    /** Placed by this request. */
    record Now(PlaceOrder order) implements Placement {}

    /** Placed by an earlier request. */
    record Before(long orderNumber) implements Placement {}
}
