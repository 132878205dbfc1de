package io.orderflow.ordering.fulfilment;

import java.time.Instant;

/** Is told how orders end by fulfilment. */
public interface Outcomes {

    /** The end of an order. */
    enum Outcome {
        /** All of it is reserved. */
        CONFIRMED,
        /** Inventory has refused some of it. */
        REJECTED,
        /** Inventory has not answered in time. */
        UNANSWERED
    }

    /**
     * An order ends in the transaction at hand; it has not, if that fails.
     *
     * @param placedAt when it was placed; null if it had ended before, and so not by this
     */
    void ended(Outcome outcome, Instant placedAt);
}
