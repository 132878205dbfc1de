package io.orderflow.api;

import java.util.Optional;
import org.axonframework.serialization.Revision;

/**
 * The order could not be fulfilled; it is final.
 *
 * @param orderId the order, by the number that clients know
 * @param reason why, for a person to read
 * @param customer whose order it is; absent for an order of nobody
 */
@Revision("2")
@RoutingKey(RoutingKey.NOTIFICATIONS_ORDER)
public record OrderCancelled(long orderId, String reason, Optional<String> customer) implements OrderEvent {

    /** An order of nobody. */
    public OrderCancelled(long orderId, String reason) {
        this(orderId, reason, Optional.empty());
    }
}
