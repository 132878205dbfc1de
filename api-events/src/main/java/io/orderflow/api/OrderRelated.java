package io.orderflow.api;

/** An event of an order, or that an order is the reason of. */
public interface OrderRelated {

    /** The number that clients know the order by. */
    long orderId();
}
