package io.orderflow.ordering.order;

/** An order was to be withdrawn that is cancelled already, for whatever reason. Nothing has changed. */
public final class AlreadyCancelledException extends RuntimeException {

    AlreadyCancelledException(OrderId order) {
        super(order + " is cancelled already");
    }
}
