package io.orderflow.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * A client placed an order; its stock is to be reserved.
 *
 * @param orderId the order, by the number that clients know
 * @param lines 1 to 100 lines of distinct products
 * @param totalPrice sum of quantity times unit price over the lines
 * @param placedAt when the client asked for it
 */
@Revision("1")
@RoutingKey(RoutingKey.INVENTORY_CHECK)
public record OrderPlaced(long orderId, List<OrderLine> lines, BigDecimal totalPrice, Instant placedAt)
        implements OrderEvent {

    public OrderPlaced {
        lines = List.copyOf(lines);
    }
}
