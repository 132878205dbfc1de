package io.orderflow.inventory.product;

import org.axonframework.serialization.Revision;

/** Somebody found, lost or took so many pieces: more, or fewer if negative, are available. */
@Revision("1")
public record StockAdjusted(long productId, long by, String reason) implements ProductEvent {}
