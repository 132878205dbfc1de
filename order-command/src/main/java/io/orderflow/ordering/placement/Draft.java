package io.orderflow.ordering.placement;

import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order that has no number yet.
 *
 * @param lines as {@link PlaceOrder} wants them
 * @param placedAt when the client asked for it
 * @param customer whose it is to be; empty for nobody
 */
public record Draft(List<OrderLine> lines, Instant placedAt, Optional<String> customer) {

    /** @throws IllegalArgumentException if the lines break a rule of {@link PlaceOrder} */
    public Draft {
        lines = PlaceOrder.checkedLines(lines);
    }

    PlaceOrder numbered(long number) {
        return new PlaceOrder(new OrderId(number), lines, placedAt, customer);
    }
}
