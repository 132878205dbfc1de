package io.orderflow.system.faults;

import java.util.List;
import java.util.Map;

/** A message that is no event. */
record Poison(Map<String, Object> headers, String body) {

    /** Each is unreadable for another reason. */
    static final List<Poison> KINDS = List.of(
            new Poison(headers("OrderConfirmed"), "no JSON"),
            new Poison(Map.of(), "{}"),
            new Poison(headers("OrderForgotten"), "{}"),
            new Poison(headers("java.util.HashMap"), "{}"),
            new Poison(headers("StockReserved"), "{\"orderId\": \"one\"}"),
            new Poison(headers("OrderPlaced"), "{\"orderId\": 1}"),
            new Poison(
                    headers("OrderPlaced"),
                    "{\"orderId\": 1, \"lines\": [null], \"totalPrice\": 1, \"placedAt\": \"2026-01-01T00:00:00Z\"}"));

    private static Map<String, Object> headers(String type) {
        return Map.of(
                "axon-message-id", "poison",
                "axon-message-type", type,
                "axon-message-timestamp", "2026-01-01T00:00:00Z",
                "axon-message-aggregate-id", "poison-1",
                "axon-message-aggregate-type", "Poison",
                "axon-message-aggregate-seq", 1L);
    }
}
