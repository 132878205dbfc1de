package io.orderflow.notification.wording;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.StockRanLow;
import io.orderflow.api.StockRanOut;
import java.time.Instant;
import java.util.Optional;

/** Decides which events clients are told of, and in what words. */
public final class Wording {

    private Wording() {}

    /**
     * The notification of an event: always the same for the same event. Empty if nobody is told of it.
     *
     * @param id the event's id
     * @param happenedAt when it happened, where it happened
     */
    public static Optional<Notification> of(Object event, String id, Instant happenedAt) {
        if (event instanceof OrderConfirmed order) {
            String message = "Order %d has been confirmed".formatted(order.orderId());
            return Optional.of(new Notification(id, order.orderId(), null, "confirmed", message, happenedAt));
        }
        if (event instanceof OrderCancelled order) {
            String message = "Order %d has been cancelled: %s".formatted(order.orderId(), order.reason());
            return Optional.of(new Notification(id, order.orderId(), null, "cancelled", message, happenedAt));
        }
        if (event instanceof StockRanLow product) {
            String message = "Product %d (%s) is running low: %d left"
                    .formatted(product.productId(), product.name(), product.stock());
            return Optional.of(new Notification(id, null, product.productId(), "low_stock", message, happenedAt));
        }
        if (event instanceof StockRanOut product) {
            String message = "Product %d (%s) is out of stock".formatted(product.productId(), product.name());
            return Optional.of(new Notification(id, null, product.productId(), "out_of_stock", message, happenedAt));
        }
        return Optional.empty();
    }
}
