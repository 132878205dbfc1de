package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * What was reserved for one line of a cancelled order is available again.
 *
 * @param orderId the order, by the number that clients know
 * @param productId the product, by the number that clients know
 * @param quantity the pieces that are available again
 */
@Revision("1")
@RoutingKey(RoutingKey.INVENTORY_RESPONSE)
public record StockReleased(long orderId, long productId, int quantity) implements InventoryEvent, OrderRelated {}
