package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * Few pieces of a product are left. Published once each time the stock falls to the threshold or below.
 *
 * @param productId the product, by the number that clients know
 * @param name what the product is called
 * @param stock the pieces left, more than 0
 */
@Revision("1")
@RoutingKey(RoutingKey.NOTIFICATIONS_INVENTORY)
public record StockRanLow(long productId, String name, long stock) implements InventoryEvent {}
