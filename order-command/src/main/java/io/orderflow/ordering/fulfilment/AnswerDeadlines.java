package io.orderflow.ordering.fulfilment;

/**
 * Tells when inventory has had its time to answer an order. Both methods take effect with the transaction at hand; each order
 * that is begun is ended once.
 */
public interface AnswerDeadlines {

    /** From now on the order waits: {@link AnswerOverdue} is published for it when the time has passed. */
    void start(long orderId);

    /** The order waits no more. The event is not published, unless that has begun already. */
    void stop(long orderId);
}
