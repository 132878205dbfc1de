package io.orderflow.notification.wording;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderRelated;
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
            String message = "Order " + order.orderId() + " has been confirmed";
            return Optional.of(ofOrder(id, order, "confirmed", message, happenedAt, order.customer()));
        }
        if (event instanceof OrderCancelled order) {
            String message = "Order " + order.orderId() + " has been cancelled: " + order.reason();
            return Optional.of(ofOrder(id, order, "cancelled", message, happenedAt, order.customer()));
        }
        if (event instanceof StockRanLow product) {
            String message =
                    nameOf(product.productId(), product.name()) + " is running low: " + product.stock() + " left";
            return Optional.of(new Notification(id, null, product.productId(), "low_stock", message, happenedAt));
        }
        if (event instanceof StockRanOut product) {
            String message = nameOf(product.productId(), product.name()) + " is out of stock";
            return Optional.of(new Notification(id, null, product.productId(), "out_of_stock", message, happenedAt));
        }
        return Optional.empty();
    }

    private static Notification ofOrder(
            String id,
            OrderRelated order,
            String status,
            String message,
            Instant happenedAt,
            Optional<String> customer) {
        return new Notification(id, order.orderId(), null, status, message, happenedAt, customer.orElse(null));
    }

    private static String nameOf(long productId, String name) {
        return "Product " + productId + " (" + name + ")";
    }
}
