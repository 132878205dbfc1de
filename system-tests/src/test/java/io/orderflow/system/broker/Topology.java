package io.orderflow.system.broker;

import java.util.List;
import java.util.Map;

/** The names by which the services, and whoever wants their events, meet in the broker. */
public final class Topology {

    public static final String EXCHANGE = "orders_exchange";

    public static final String INVENTORY_CHECKS = "inventory_checks";
    public static final String ORDER_RESPONSES = "order_responses";
    public static final String NOTIFICATIONS = "notifications";

    public static final String CHECK_INVENTORY = "inventory.check";
    public static final String RELEASE_INVENTORY = "inventory.release";
    public static final String INVENTORY_RESPONSE = "inventory.response";
    public static final String NOTIFICATION_OF_ORDER = "notifications.order";

    /** The services' queues, and the routing keys of each. */
    public static final Map<String, List<String>> QUEUES = Map.of(
            INVENTORY_CHECKS, List.of(CHECK_INVENTORY, RELEASE_INVENTORY),
            ORDER_RESPONSES, List.of(INVENTORY_RESPONSE),
            NOTIFICATIONS, List.of("notifications.#"));

    private Topology() {}
}
