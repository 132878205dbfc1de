package io.orderflow.notification.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.orderflow.notification.wording.Notification;
import java.time.Instant;

/**
 * A notification as clients see it. {@code product_id} is there only where it is about a product; {@code order_id} always
 * is.
 */
record NotificationResponse(
        @JsonProperty("id") String id,
        @JsonProperty("order_id") Long orderId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("product_id")
        Long productId,

        @JsonProperty("status") String status,
        @JsonProperty("message") String message,
        @JsonProperty("created_at") Instant createdAt) {

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
