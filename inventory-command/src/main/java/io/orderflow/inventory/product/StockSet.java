package io.orderflow.inventory.product;

import org.axonframework.serialization.Revision;

/** Somebody said how many pieces are available. */
@Revision("1")
public record StockSet(long productId, long stock) implements ProductEvent {}
