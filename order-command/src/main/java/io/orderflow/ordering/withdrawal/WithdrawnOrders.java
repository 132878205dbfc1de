package io.orderflow.ordering.withdrawal;

import java.time.Instant;

/** Is told of the orders that their customers cancel. */
public interface WithdrawnOrders {

    /**
     * One is cancelled in the transaction at hand; it is not, if that fails.
     *
     * @param placedAt when it was placed, if it ends by this; null if it had ended before, confirmed
     */
    void add(Instant placedAt);
}
