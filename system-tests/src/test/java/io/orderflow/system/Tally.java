package io.orderflow.system;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.orderflow.local.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What became of the accepted orders.
 *
 * @param pending accepted orders that are not final
 * @param lost accepted orders that are not there, or have no notification although they are final
 * @param duplicated notifications beyond the first of an order
 * @param missingStock pieces that were there at the beginning and are now neither left nor in a confirmed order; negative
 *     if more was sold than there was
 */
record Tally(
        int accepted,
        int confirmed,
        int cancelled,
        int pending,
        int notifications,
        int lost,
        int duplicated,
        long missingStock) {

    private static final int PAGE = 1_000;

    static Tally of(Orderflow orderflow, List<Long> accepted, Map<Long, Long> initialStock) {
        Set<Long> ours = new HashSet<>(accepted);
        Map<Long, JsonNode> orders = new HashMap<>();
        all(orderflow, Service.ORDER_COMMAND, "/orders").stream()
                .filter(order -> ours.contains(order.get("id").asLong()))
                .forEach(order -> orders.put(order.get("id").asLong(), order));
        Map<Long, Long> told = all(orderflow, Service.NOTIFICATION_PROJECTION, "/notifications").stream()
                .map(notification -> notification.get("order_id").asLong(0))
                .filter(ours::contains)
                .collect(groupingBy(order -> order, counting()));

        List<JsonNode> confirmed = withStatus(orders, "confirmed");
        int cancelled = withStatus(orders, "cancelled").size();
        int pending = withStatus(orders, "pending").size();
        return new Tally(
                ours.size(),
                confirmed.size(),
                cancelled,
                pending,
                told.values().stream().mapToInt(Long::intValue).sum(),
                ours.size() - orders.size() + confirmed.size() + cancelled - told.size(),
                told.values().stream().mapToInt(count -> count.intValue() - 1).sum(),
                missingStock(orderflow, initialStock, confirmed));
    }

    boolean isSettled() {
        return accepted == confirmed + cancelled && notifications >= accepted && missingStock == 0;
    }

    @Override
    public String toString() {
        return "accepted %d, confirmed %d, cancelled %d, pending %d, notifications %d, lost %d, duplicated %d, missing stock %d"
                .formatted(accepted, confirmed, cancelled, pending, notifications, lost, duplicated, missingStock);
    }

    private static List<JsonNode> withStatus(Map<Long, JsonNode> orders, String status) {
        return orders.values().stream()
                .filter(order -> order.get("status").asString().equals(status))
                .toList();
    }

    private static long missingStock(Orderflow orderflow, Map<Long, Long> initialStock, List<JsonNode> confirmed) {
        long missing = 0;
        for (Map.Entry<Long, Long> product : initialStock.entrySet()) {
            missing += product.getValue() - orderflow.stockOf(product.getKey());
        }
        for (JsonNode order : confirmed) {
            for (JsonNode item : order.get("items")) {
                missing -= item.get("quantity").asLong();
            }
        }
        return missing;
    }

    private static List<JsonNode> all(Orderflow orderflow, Service service, String path) {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page;
        do {
            page = orderflow
                    .get(service, "%s?skip=%d&limit=%d".formatted(path, all.size(), PAGE))
                    .rows();
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }
}
