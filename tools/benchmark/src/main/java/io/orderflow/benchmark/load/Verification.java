package io.orderflow.benchmark.load;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Looks at each order of a round: what was measured counts only if the system did all of it, and did it once. */
final class Verification {

    private final Api api;

    Verification(Api api) {
        this.api = api;
    }

    /** @throws IllegalStateException unless each order is confirmed and has one notification */
    void verify(Workload.EndToEnd round) {
        verify(round.placed());
        requireOneNotificationEach(new HashSet<>(round.placed().ids()));
    }

    /** @throws IllegalStateException unless each order is confirmed */
    void verify(Workload.Placed orders) {
        int seen = 0;
        while (seen < orders.ids().size()) {
            JsonNode page = api.orders(orders.before() + seen);
            for (JsonNode order : page) {
                requireConfirmed(order);
            }
            if (page.isEmpty()) {
                throw new IllegalStateException(
                        "%s orders are not listed".formatted(orders.ids().size() - seen));
            }
            seen += page.size();
        }
    }

    /** There is stock for all of them. */
    static void requireConfirmed(JsonNode order) {
        if (!order.get("status").asString().equals("confirmed")) {
            throw new IllegalStateException("Not confirmed: " + order);
        }
    }

    /** Reads the list, which has the newest first, as far as it has notifications of these orders. */
    private void requireOneNotificationEach(Set<Long> orders) {
        Map<Long, String> found = new HashMap<>();
        boolean more = true;
        for (int skip = 0; more; skip += Api.PAGE) {
            more = false;
            for (JsonNode notification : api.notifications(skip)) {
                long order = notification.get("order_id").asLong(0);
                if (orders.contains(order)) {
                    more = true;
                    String id = notification.get("id").asString();
                    String other = found.putIfAbsent(order, id);
                    if (other != null && !other.equals(id)) {
                        throw new IllegalStateException(
                                "Order %s has two notifications, %s and %s".formatted(order, other, id));
                    }
                }
            }
        }
        if (found.size() < orders.size()) {
            throw new IllegalStateException(
                    "%s of %s orders have no notification".formatted(orders.size() - found.size(), orders.size()));
        }
    }
}
