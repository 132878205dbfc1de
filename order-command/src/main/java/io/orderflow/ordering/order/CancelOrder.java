package io.orderflow.ordering.order;

import io.orderflow.api.StockLine;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Cancels a pending order, as it cannot be fulfilled, and gives back what is reserved for it.
 *
 * @param reason for the client to read
 * @param reserved the lines known to be reserved
 */
public record CancelOrder(@TargetAggregateIdentifier OrderId orderId, String reason, List<StockLine> reserved) {

    public CancelOrder {
        reserved = List.copyOf(reserved);
    }
}
