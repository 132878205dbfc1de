package io.orderflow.ordering.order;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Cancels an order because its customer no longer wants it, be it pending or confirmed.
 *
 * @param reason for the client to read
 */
public record WithdrawOrder(@TargetAggregateIdentifier OrderId orderId, String reason) {}
