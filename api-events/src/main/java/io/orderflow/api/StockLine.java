package io.orderflow.api;

/**
 * A number of pieces of one product.
 *
 * @param productId the product, by the number that clients know
 * @param quantity pieces, 1 or more
 */
public record StockLine(long productId, int quantity) {}
