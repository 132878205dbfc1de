package io.orderflow.api;

import org.axonframework.serialization.Revision;

/**
 * One line of an order cannot have its stock.
 *
 * @param orderId the order, by the number that clients know
 * @param productId the product, by the number that clients know
 * @param quantity the pieces asked for
 * @param reason why, for a person to read
 */
@Revision("1")
@RoutingKey(RoutingKey.INVENTORY_RESPONSE)
public record StockRejected(long orderId, long productId, int quantity, String reason)
        implements InventoryEvent, OrderRelated {}
