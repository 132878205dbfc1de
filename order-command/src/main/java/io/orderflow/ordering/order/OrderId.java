package io.orderflow.ordering.order;

/**
 * Identifies an order among all aggregates of all services: the inbox keeps their events in one table, so a plain number
 * would clash with that of a product.
 *
 * @param number the number that clients know the order by
 */
public record OrderId(long number) {

    @Override
    public String toString() {
        return "order-" + number;
    }
}
