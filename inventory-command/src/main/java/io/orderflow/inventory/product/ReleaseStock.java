package io.orderflow.inventory.product;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Makes available again what had been reserved for one line of an order. */
public record ReleaseStock(@TargetAggregateIdentifier ProductId productId, long orderId, int quantity) {}
