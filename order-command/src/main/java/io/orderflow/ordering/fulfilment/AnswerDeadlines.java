package io.orderflow.ordering.fulfilment;

/**
 * Tells when inventory has had its time to answer an order. All methods take effect with the transaction at hand. Each order
 * that is started is either answered or missed, once.
 */
public interface AnswerDeadlines {

    /** From now on the order waits: {@link AnswerOverdue} is published for it when the time has passed. */
    void start(long orderId);

    /** The order has all of its answers. The event is not published, unless that has begun already. */
    void answered(long orderId);

    /** The order has been ended without its answers, as the event was published for it. */
    void missed(long orderId);
}
