package io.orderflow.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.serialization.Revision;

/**
 * A client placed an order; its stock is to be reserved.
 *
 * @param orderId the order, by the number that clients know
 * @param lines 1 to 100 lines of distinct products
 * @param totalPrice sum of quantity times unit price over the lines
 * @param placedAt when the client asked for it
 * @param customer whose order it is, by the subject of the token with which it was placed; absent for an order of nobody, such as
 *     those placed without a token
 */
@Revision("2")
@RoutingKey(RoutingKey.INVENTORY_CHECK)
public record OrderPlaced(
        long orderId, List<OrderLine> lines, BigDecimal totalPrice, Instant placedAt, Optional<String> customer)
        implements OrderEvent {

    public OrderPlaced {
        lines = List.copyOf(lines);
    }

    /** An order of nobody. */
    public OrderPlaced(long orderId, List<OrderLine> lines, BigDecimal totalPrice, Instant placedAt) {
        this(orderId, lines, totalPrice, placedAt, Optional.empty());
    }
}
