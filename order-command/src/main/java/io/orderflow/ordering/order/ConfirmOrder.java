package io.orderflow.ordering.order;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Confirms an order, every line of which is reserved. */
public record ConfirmOrder(@TargetAggregateIdentifier OrderId orderId) {}
