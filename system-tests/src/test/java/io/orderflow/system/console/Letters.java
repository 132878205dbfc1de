package io.orderflow.system.console;

import io.orderflow.local.service.Service;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import java.util.HashMap;
import java.util.Map;

/** Dead letters of inventory-command: orders that it cannot read. */
final class Letters {

    private final Orderflow orderflow;

    Letters(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    /** Sends an order that cannot be read, and will be parked. */
    void park(long order, String body) throws Exception {
        park(order, body, "OrderPlaced");
    }

    void park(long order, String body, String type) throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.publish(Topology.CHECK_INVENTORY, headers(order, type), body);
        }
    }

    /** Sends so many of them over one connection. */
    void parkMany(long firstOrder, int number) throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            for (int letter = 0; letter < number; letter++) {
                rabbit.publish(
                        Topology.CHECK_INVENTORY, headers(firstOrder + letter, "OrderPlaced"), "unreadable " + letter);
            }
        }
    }

    long count() {
        return orderflow
                .get(Service.INVENTORY_COMMAND, "/dead-letters")
                .body()
                .get("total")
                .asLong();
    }

    void dropAll() {
        orderflow.post(Service.INVENTORY_COMMAND, "/dead-letters/drop", "{}");
    }

    private static Map<String, Object> headers(long order, String type) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("axon-message-id", "poison-" + order);
        headers.put("axon-message-type", type);
        headers.put("axon-message-revision", "2");
        headers.put("axon-message-timestamp", "2026-07-01T12:00:00Z");
        headers.put("axon-message-aggregate-id", "order-" + order);
        headers.put("axon-message-aggregate-type", "Order");
        headers.put("axon-message-aggregate-seq", 0L);
        return headers;
    }
}
