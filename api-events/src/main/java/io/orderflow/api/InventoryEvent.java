package io.orderflow.api;

/** What happens to a product's stock, as far as others need to know. Published by the inventory service. */
public sealed interface InventoryEvent permits StockReserved, StockRejected, StockReleased, StockRanLow, StockRanOut {

    long productId();
}
