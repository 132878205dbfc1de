package io.orderflow.notification.view;

import io.orderflow.notification.wording.Notification;
import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Field;

/**
 * A notification as MongoDB keeps it.
 *
 * @param arrival its number among those that have arrived; null for one that was there before they were numbered, or was rebuilt
 * @param numberedAt when it got that number, by the clock of the instance that wrote it
 */
record NotificationDocument(
        @Id String id,
        @Field("order_id") Long orderId,
        @Field("product_id") Long productId,
        @Field("status") String status,
        @Field("message") String message,
        @Field("created_at") Instant createdAt,
        @Field(NotificationDocument.CUSTOMER) String customer,
        @Field(NotificationDocument.ARRIVAL) Long arrival,
        @Field(NotificationDocument.NUMBERED_AT) Instant numberedAt) {

    static final String CUSTOMER = "customer";
    static final String ARRIVAL = "arrival";
    static final String NUMBERED_AT = "numbered_at";

    Notification toNotification() {
        return new Notification(id, orderId, productId, status, message, createdAt, customer);
    }
}
