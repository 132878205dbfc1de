package io.orderflow.inventory.product;

/** What happens to a product that nobody else needs to know. Internal to this service. */
public sealed interface ProductEvent permits ProductAdded, ProductRenamed, StockSet, StockAdjusted {

    long productId();
}
