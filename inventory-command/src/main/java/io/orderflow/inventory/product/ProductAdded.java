package io.orderflow.inventory.product;

import org.axonframework.serialization.Revision;

/** A product is in the catalogue. Internal to this service. */
@Revision("1")
public record ProductAdded(long productId, String name, long stock) {}
