package io.orderflow.system.broker;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

    /** The broker's queues for the services, where there are so many partitions. */
    public static Set<String> queues(int partitions) {
        if (partitions == 1) {
            return QUEUES.keySet();
        }
        Set<String> queues = new TreeSet<>(Set.of(NOTIFICATIONS + ".shared"));
        for (String queue : List.of(INVENTORY_CHECKS, ORDER_RESPONSES)) {
            queues.add(queue + ".history");
            for (int partition = 0; partition < partitions; partition++) {
                queues.add(String.format(Locale.ROOT, "%s.%02d", queue, partition));
            }
        }
        return queues;
    }
}
