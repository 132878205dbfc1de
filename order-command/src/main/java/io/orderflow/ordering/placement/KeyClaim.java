package io.orderflow.ordering.placement;

import io.orderflow.ordering.order.PlaceOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * That a key is to stand, or stands, for an order.
 *
 * @param fingerprint what tells one order from another
 */
record KeyClaim(String key, String fingerprint, long orderNumber) {

    static KeyClaim of(String key, PlaceOrder order) {
        return new KeyClaim(key, fingerprint(order), order.orderId().number());
    }

    /** Whether the orders are equal, whatever their numbers. */
    boolean isForSameOrderAs(KeyClaim other) {
        return fingerprint.equals(other.fingerprint);
    }

    private static String fingerprint(PlaceOrder order) {
        try {
            byte[] lines = order.lines().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
