package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * One line of an order has its stock.
 *
 * @param orderId the order, by the number that clients know
 * @param productId the product, by the number that clients know
 * @param quantity the pieces that are reserved
 */
@Revision("1")
@RoutingKey(RoutingKey.INVENTORY_RESPONSE)
public record StockReserved(long orderId, long productId, int quantity) implements InventoryEvent, OrderRelated {}
