package io.orderflow.notification.wording;

import java.time.Instant;

/**
 * What a client is told.
 *
 * @param id the id of the event that it tells of
 * @param orderId the order it is about, or null
 * @param productId the product it is about, or null
 * @param status what happened, in a word that programs can go by
 * @param message what happened, for a person to read
 * @param createdAt when it happened
 * @param customer who is told; null where operators alone are
 */
public record Notification(
        String id, Long orderId, Long productId, String status, String message, Instant createdAt, String customer) {

    /** One that operators alone are told. */
    public Notification(String id, Long orderId, Long productId, String status, String message, Instant createdAt) {
        this(id, orderId, productId, status, message, createdAt, null);
    }
}
