package io.orderflow.inventory.product;

import org.axonframework.serialization.Revision;

/** A product is in the catalogue. */
@Revision("1")
public record ProductAdded(long productId, String name, long stock) implements ProductEvent {}
