package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * One line of an order has its stock.
 */
@Revision("1")
@RoutingKey(RoutingKey.INVENTORY_RESPONSE)
public record StockReserved(long orderId, long productId, int quantity) implements InventoryEvent, OrderRelated {}
