package io.orderflow.api;

/** A number of pieces of one product. */
public record StockLine(long productId, int quantity) {}
