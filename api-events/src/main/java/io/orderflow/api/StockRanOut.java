package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * No piece of a product is left. Published once each time the stock falls to 0.
 *
 * @param productId the product, by the number that clients know
 * @param name what the product is called
 */
@Revision("1")
@RoutingKey(RoutingKey.NOTIFICATIONS_INVENTORY)
public record StockRanOut(long productId, String name) implements InventoryEvent {}
