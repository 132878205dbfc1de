package io.orderflow.ordering.fulfilment;

/** Tells when inventory has had its time to answer an order. Both methods take effect with the transaction at hand. */
public interface AnswerDeadlines {

    /** {@link AnswerOverdue} is published for the order when the time has passed, at least once. */
    void start(long orderId);

    /** It is published no more, unless that has begun already. */
    void stop(long orderId);
}
