package io.orderflow.notification.view;

import io.orderflow.notification.wording.Notification;
import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Field;

/** A notification as MongoDB keeps it. */
record NotificationDocument(
        @Id String id,
        @Field("order_id") Long orderId,
        @Field("product_id") Long productId,
        @Field("status") String status,
        @Field("message") String message,
        @Field("created_at") Instant createdAt,
        @Field(NotificationDocument.CUSTOMER) String customer) {

    static final String CUSTOMER = "customer";

    Notification toNotification() {
        return new Notification(id, orderId, productId, status, message, createdAt, customer);
    }
}
