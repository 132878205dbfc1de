package io.orderflow.api;

import java.util.Optional;
import org.axonframework.serialization.Revision;

/**
 * Every line of the order is reserved; the order is final.
 *
 * @param orderId the order, by the number that clients know
 * @param customer whose order it is; absent for an order of nobody
 */
@Revision("2")
@RoutingKey(RoutingKey.NOTIFICATIONS_ORDER)
public record OrderConfirmed(long orderId, Optional<String> customer) implements OrderEvent {

    /** An order of nobody. */
    public OrderConfirmed(long orderId) {
        this(orderId, Optional.empty());
    }
}
