package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * Every line of the order is reserved; the order is final.
 *
 * @param orderId the order, by the number that clients know
 */
@Revision("1")
@RoutingKey(RoutingKey.NOTIFICATIONS_ORDER)
public record OrderConfirmed(long orderId) implements OrderEvent {}
