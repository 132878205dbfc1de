package io.orderflow.inventory.product;

/**
 * Identifies a product among all aggregates of all services: the inbox keeps their events in one table, so a plain
 * number would clash with that of an order.
 *
 * @param number the number that clients know the product by
 */
public record ProductId(long number) {

    @Override
    public String toString() {
        return "product-" + number;
    }
}
