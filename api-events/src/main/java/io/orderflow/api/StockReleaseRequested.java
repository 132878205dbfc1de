package io.orderflow.api;

import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * A cancelled order gives back what had been reserved for it. Each reserved line is asked back at most once.
 *
 * @param orderId the order, by the number that clients know
 * @param lines the reserved lines
 */
@Revision("1")
@RoutingKey(RoutingKey.INVENTORY_RELEASE)
public record StockReleaseRequested(long orderId, List<StockLine> lines) implements OrderEvent {

    public StockReleaseRequested {
        lines = List.copyOf(lines);
    }
}
