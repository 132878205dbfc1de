package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * The order could not be fulfilled; it is final.
 *
 * @param orderId the order, by the number that clients know
 * @param reason why, for a person to read
 */
@Revision("1")
@RoutingKey(RoutingKey.NOTIFICATIONS_ORDER)
public record OrderCancelled(long orderId, String reason) implements OrderEvent {}
