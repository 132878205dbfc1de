package io.orderflow.inventory.product;

import org.axonframework.serialization.Revision;

/** A product got another name. */
@Revision("1")
public record ProductRenamed(long productId, String name) implements ProductEvent {}
