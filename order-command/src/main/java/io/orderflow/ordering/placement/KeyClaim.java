package io.orderflow.ordering.placement;

import io.orderflow.ordering.order.PlaceOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * That a key is to stand, or stands, for an order.
 *
 * @param key as its customer sent it, behind the customer's own name: nobody meets the keys of others
 * @param fingerprint what tells one order from another
 */
record KeyClaim(String key, String fingerprint, long orderNumber) {

    /** Neither a header nor a customer's name has one. */
    private static final char SEPARATOR = '\n';

    static KeyClaim of(String key, PlaceOrder order) {
        String ofCustomer =
                order.customer().map(customer -> customer + SEPARATOR + key).orElse(key);
        return new KeyClaim(ofCustomer, fingerprint(order), order.orderId().number());
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
