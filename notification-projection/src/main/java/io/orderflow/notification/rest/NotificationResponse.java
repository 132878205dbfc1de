package io.orderflow.notification.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderflow.notification.wording.Notification;
import jakarta.annotation.Nullable;
import java.time.Instant;

/**
 * A notification as clients see it. {@code product_id} is there only where it is about a product; {@code order_id} always
 * is.
 */
record NotificationResponse(
        String id,
        @Nullable Long orderId,

        @JsonInclude(JsonInclude.Include.NON_NULL) Long productId,

        String status,
        String message,
        Instant createdAt) {

    static NotificationResponse of(Notification notification) {
        return new NotificationResponse(
                notification.id(),
                notification.orderId(),
                notification.productId(),
                notification.status(),
                notification.message(),
                notification.createdAt());
    }
}
