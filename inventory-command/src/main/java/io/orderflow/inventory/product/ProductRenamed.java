package io.orderflow.inventory.product;

import org.axonframework.serialization.Revision;

/** A product got another name. Internal to this service. */
@Revision("1")
public record ProductRenamed(long productId, String name) {}
