package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * Every line of the order is reserved; the order is final.
 */
@Revision("1")
@RoutingKey(RoutingKey.NOTIFICATIONS_ORDER)
public record OrderConfirmed(long orderId) implements OrderEvent {}
