package io.orderflow.system.load;

import static java.util.stream.Collectors.toSet;

import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What became of the orders of some products.
 *
 * @param accepted orders whose client was told that they are accepted, or was not told and they are there
 * @param unanswered cancelled orders that inventory has given no answer in time
 * @param withdrawn cancelled orders that their customers have cancelled
 * @param pending accepted orders that are not final
 * @param notifications of accepted orders
 * @param lost accepted orders that are not there, or are confirmed or cancelled and have no notification of that
 * @param duplicated notifications of what an order is not, and never was, or that there is already, and orders beyond the one
 *     that a client asked for
 * @param oversold pieces in confirmed orders that were not taken from the stock
 * @param withheld pieces taken from the stock that are in no confirmed order
 */
public record Tally(
        int accepted,
        int confirmed,
        int cancelled,
        int unanswered,
        int withdrawn,
        int pending,
        int notifications,
        int lost,
        int duplicated,
        long oversold,
        long withheld) {

    private static final String CONFIRMED = "confirmed";
    private static final String CANCELLED = "cancelled";

    /** What somebody is told of an order. */
    private record Told(long order, String status) {}

    /**
     * Counts what is there now.
     *
     * @param initialStock pieces of each product before the load began, by the product's id
     */
    public static Tally of(Orderflow orderflow, Load load, Map<Long, Long> initialStock) {
        Set<Long> accepted = new HashSet<>(load.accepted());
        Set<String> uncertain = new HashSet<>(load.uncertain());
        Map<Long, JsonNode> orders = new HashMap<>();
        int unasked = 0;
        for (JsonNode order : orderflow.all(Service.ORDER_COMMAND, "/orders")) {
            long id = order.get("id").asLong();
            if (accepted.contains(id) || uncertain.remove(priceOf(order))) {
                accepted.add(id);
                orders.put(id, order);
            } else if (isForOneOf(initialStock.keySet(), order)) {
                unasked++;
            }
        }
        List<Told> told = orderflow.all(Service.NOTIFICATION_PROJECTION, "/notifications").stream()
                .map(notification -> new Told(
                        notification.get("order_id").asLong(0),
                        notification.get("status").asString()))
                .filter(notification -> accepted.contains(notification.order()))
                .toList();
        Set<Told> right = told.stream()
                .filter(notification -> isRight(notification, orders.get(notification.order())))
                .collect(toSet());

        List<JsonNode> confirmed = withStatus(orders.values(), CONFIRMED);
        List<JsonNode> cancelled = withStatus(orders.values(), CANCELLED);
        long untold = Stream.concat(confirmed.stream(), cancelled.stream())
                .filter(order -> !right.contains(
                        new Told(order.get("id").asLong(), order.get("status").asString())))
                .count();
        Map<Long, Long> unaccounted = unaccountedStock(orderflow, initialStock, confirmed);
        return new Tally(
                accepted.size(),
                confirmed.size(),
                cancelled.size(),
                (int) cancelled.stream()
                        .filter(order -> order.get("reason").asString().startsWith("inventory did not answer"))
                        .count(),
                (int) cancelled.stream().filter(Tally::isWithdrawn).count(),
                withStatus(orders.values(), "pending").size(),
                told.size(),
                accepted.size() - orders.size() + (int) untold,
                told.size() - right.size() + unasked,
                unaccounted.values().stream()
                        .mapToLong(pieces -> Math.max(0, -pieces))
                        .sum(),
                unaccounted.values().stream()
                        .mapToLong(pieces -> Math.max(0, pieces))
                        .sum());
    }

    /** A confirmed order may be cancelled by its customer, who is told of both. */
    private static boolean isRight(Told notification, JsonNode order) {
        return order != null
                && (notification.status().equals(order.get("status").asString())
                        || (notification.status().equals(CONFIRMED) && isWithdrawn(order)));
    }

    private static boolean isWithdrawn(JsonNode order) {
        return order.path("reason").asString("").startsWith("cancelled by ");
    }

    private static boolean isForOneOf(Set<Long> products, JsonNode order) {
        for (JsonNode item : order.get("items")) {
            if (products.contains(item.get("product_id").asLong())) {
                return true;
            }
        }
        return false;
    }

    /** The unit price of the order's lines, which is the same for all in orders of a {@link Load}. */
    static String priceOf(JsonNode order) {
        return order.get("items").get(0).get("unit_price").asString();
    }

    private static List<JsonNode> withStatus(Collection<JsonNode> orders, String status) {
        return orders.stream()
                .filter(order -> order.get("status").asString().equals(status))
                .toList();
    }

    /** By product: the initial stock less what is left and less what was sold. */
    private static Map<Long, Long> unaccountedStock(
            Orderflow orderflow, Map<Long, Long> initialStock, List<JsonNode> confirmed) {
        Map<Long, Long> unaccounted = new HashMap<>();
        initialStock.forEach((product, initial) -> unaccounted.put(product, initial - orderflow.stockOf(product)));
        for (JsonNode order : confirmed) {
            for (JsonNode item : order.get("items")) {
                unaccounted.merge(
                        item.get("product_id").asLong(), -item.get("quantity").asLong(), Long::sum);
            }
        }
        return unaccounted;
    }
}
