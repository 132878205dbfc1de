package io.orderflow.ordering.fulfilment;

import java.util.Set;
import java.util.TreeSet;

/** Knows for which orders a deadline runs. */
final class RunningDeadlines implements AnswerDeadlines {

    private final Set<Long> orders = new TreeSet<>();

    @Override
    public void start(long orderId) {
        orders.add(orderId);
    }

    @Override
    public void answered(long orderId) {
        orders.remove(orderId);
    }

    @Override
    public void missed(long orderId) {
        orders.remove(orderId);
    }

    Set<Long> orders() {
        return orders;
    }
}
