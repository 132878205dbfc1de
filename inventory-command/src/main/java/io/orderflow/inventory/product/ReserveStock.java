package io.orderflow.inventory.product;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Reserves pieces for one line of an order. */
public record ReserveStock(@TargetAggregateIdentifier ProductId productId, long orderId, int quantity) {}
