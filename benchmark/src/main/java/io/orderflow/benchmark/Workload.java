package io.orderflow.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/** What clients do, and how long it takes. Nobody else may place orders meanwhile. */
final class Workload {

    private static final int PRODUCTS = 10;
    private static final String PRODUCT = "Benchmark product ";

    /** More than is ever ordered. */
    private static final long STOCK = 1_000_000_000;

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int PAGE = 1_000;
    private static final int PORTION = 5_000;

    /** How many orders may be notified later than one that was placed after them: more than are placed at the same time. */
    private static final int OVERTAKEN = 200;

    /** So often that a round is hardly longer for it, so seldom that the looks are hardly a load. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Target target;
    private final Http http;
    private final List<Long> products = new ArrayList<>();
    private int ordersBefore;

    /** Counts the orders that are there, and adds the products that are going to be ordered, unless an earlier workload has. */
    Workload(Target target, Http http) {
        this.target = target;
        this.http = http;
        ordersBefore = countOrders();
        for (JsonNode product : list(target.products(), "/products", 0)) {
            if (product.get("name").asString().startsWith(PRODUCT)) {
                products.add(product.get("id").asLong());
            }
        }
        while (products.size() < PRODUCTS) {
            products.add(addProduct(products.size() + 1));
        }
    }

    private long addProduct(int number) {
        return http.post(
                        target.products().resolve("/products"),
                        "{\"name\": \"%s%d\", \"stock\": %d}".formatted(PRODUCT, number, STOCK))
                .require(CREATED)
                .json()
                .get("id")
                .asLong();
    }

    /**
     * Orders that were placed and are final.
     *
     * @param ids of the orders, in the order in which they were placed
     * @param posts the requests that placed them
     * @param begun when the first was sent, by the nanosecond clock
     * @param seconds from the first request until no order was pending
     */
    record Placed(List<Long> ids, Clients.Measured posts, long begun, double seconds) {

        double perSecond() {
            return ids.size() / seconds;
        }
    }

    /**
     * Orders that are through: final, and their notifications can be read.
     *
     * @param seconds from the first request until then
     */
    record EndToEnd(Placed placed, double seconds) {

        double perSecond() {
            return placed.ids.size() / seconds;
        }
    }

    /** Places orders in portions, so that none waits until it is cancelled. */
    void placeInPortions(int orders, int clients) {
        for (int placed = 0; placed < orders; placed += PORTION) {
            placeUntilFinal(Math.min(PORTION, orders - placed), clients);
        }
    }

    /** Places orders of one line, every second one of the first product, and waits until all of them are final. */
    Placed placeUntilFinal(int orders, int clients) {
        AtomicLongArray ids = new AtomicLongArray(orders);
        long begun = System.nanoTime();
        Clients.Measured posts = Clients.run(clients, orders, number -> ids.set(number, place(number)));
        ordersBefore += orders;
        await("orders that are not listed", () -> hasOrder(ordersBefore - 1));
        long ended = await("orders that are not final", this::nonePending);
        List<Long> placed = IntStream.range(0, orders).mapToObj(ids::get).toList();
        return new Placed(placed, posts, begun, (ended - begun) / 1e9);
    }

    /** Places orders alike, and waits until all of them are through. */
    EndToEnd placeAndSeeThrough(int orders, int clients) {
        Placed placed = placeUntilFinal(orders, clients);
        return new EndToEnd(placed, (awaitNotified(placed.ids) - placed.begun) / 1e9);
    }

    /**
     * Looks at each order of the last round.
     *
     * @throws IllegalStateException unless each is confirmed and has one notification
     */
    void verify(EndToEnd round) {
        verify(round.placed);
        requireOneNotificationEach(new HashSet<>(round.placed.ids));
    }

    /**
     * Looks at each order that was placed last.
     *
     * @throws IllegalStateException unless each is confirmed
     */
    void verify(Placed orders) {
        int first = ordersBefore - orders.ids.size();
        int seen = 0;
        while (seen < orders.ids.size()) {
            JsonNode page = list(target.orders(), "/orders", first + seen);
            for (JsonNode order : page) {
                requireConfirmed(order);
            }
            if (page.isEmpty()) {
                throw new IllegalStateException("%d orders are not listed".formatted(orders.ids.size() - seen));
            }
            seen += page.size();
        }
    }

    /** Reads the list, which has the newest first, as far as it has notifications of these orders. */
    private void requireOneNotificationEach(Set<Long> orders) {
        Map<Long, String> found = new HashMap<>();
        boolean more = true;
        for (int skip = 0; more; skip += PAGE) {
            more = false;
            for (JsonNode notification : list(target.notifications(), "/notifications", skip)) {
                long order = notification.get("order_id").asLong(0);
                if (orders.contains(order)) {
                    more = true;
                    String id = notification.get("id").asString();
                    String other = found.putIfAbsent(order, id);
                    if (other != null && !other.equals(id)) {
                        throw new IllegalStateException(
                                "Order %d has two notifications, %s and %s".formatted(order, other, id));
                    }
                }
            }
        }
        if (found.size() < orders.size()) {
            throw new IllegalStateException(
                    "%d of %d orders have no notification".formatted(orders.size() - found.size(), orders.size()));
        }
    }

    /** From sending an order until a client sees it confirmed, one order after the other. */
    Histogram confirmations(int orders) {
        Histogram latencies = new Histogram(PATIENCE.toNanos(), 3);
        for (int number = 0; number < orders; number++) {
            long begun = System.nanoTime();
            URI order = target.orders().resolve("/orders/" + place(number));
            JsonNode seen = http.get(order).require(OK).json();
            while (seen.get("status").asString().equals("pending")) {
                pause(Duration.ofMillis(1));
                seen = http.get(order).require(OK).json();
            }
            requireConfirmed(seen);
            latencies.recordValue(System.nanoTime() - begun);
            ordersBefore++;
            pause(Duration.ofMillis(20));
        }
        return latencies;
    }

    /** Reads single orders, those of the first page in turn. */
    Clients.Measured getById(int requests, int clients) {
        List<URI> uris = new ArrayList<>();
        for (JsonNode order : list(target.orders(), "/orders", 0)) {
            uris.add(target.orders().resolve("/orders/" + order.get("id").asLong()));
        }
        return Clients.run(
                clients,
                requests,
                number -> http.get(uris.get(number % uris.size())).require(OK));
    }

    /** Reads pages of ten orders. */
    Clients.Measured list(int requests, int clients) {
        return Clients.run(
                clients,
                requests,
                number -> http.get(target.orders().resolve("/orders?skip=%d&limit=10".formatted(number % PAGE)))
                        .require(OK));
    }

    private long place(int number) {
        long product = number % 2 == 0 ? products.get(0) : products.get(1 + number / 2 % (PRODUCTS - 1));
        return http.post(
                        target.orders().resolve("/orders"),
                        "{\"product_id\": %d, \"quantity\": 1, \"unit_price\": 9.99}".formatted(product))
                .require(CREATED)
                .json()
                .get("id")
                .asLong();
    }

    /**
     * Waits for the last order's notification, which is cheap to ask for, and then for those that it may have overtaken.
     *
     * @return when the last of them could be read; the time that a look takes is not the system's
     */
    private long awaitNotified(List<Long> ids) {
        List<Long> last = ids.subList(Math.max(0, ids.size() - OVERTAKEN), ids.size());
        URI ofLast = target.notifications().resolve("/notifications/order/" + ids.get(ids.size() - 1));
        return await(
                "orders without a notification",
                () -> !http.get(ofLast).require(OK).json().isEmpty()
                        && newestNotified().containsAll(last));
    }

    private Set<Long> newestNotified() {
        Set<Long> orders = new HashSet<>();
        list(target.notifications(), "/notifications", 0)
                .forEach(notification -> orders.add(notification.get("order_id").asLong(0)));
        return orders;
    }

    private boolean nonePending() {
        URI pending = target.orders().resolve("/orders?status=pending&limit=1");
        return http.get(pending).require(OK).json().isEmpty();
    }

    private int countOrders() {
        int below = 0;
        int step = 1;
        while (hasOrder(below + step - 1)) {
            below += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (hasOrder(below + step - 1)) {
                below += step;
            }
        }
        return below;
    }

    private boolean hasOrder(int index) {
        return !http.get(target.orders().resolve("/orders?limit=1&skip=" + index))
                .require(OK)
                .json()
                .isEmpty();
    }

    private JsonNode list(URI service, String path, int skip) {
        return http.get(service.resolve("%s?skip=%d&limit=%d".formatted(path, skip, PAGE)))
                .require(OK)
                .json();
    }

    /** There is stock for all of them. */
    private static void requireConfirmed(JsonNode order) {
        if (!order.get("status").asString().equals("confirmed")) {
            throw new IllegalStateException("Not confirmed: " + order);
        }
    }

    /**
     * Looks until it is so.
     *
     * @return when the look began that found it so
     */
    private static long await(String whatIsThereUntilThen, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long look = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (look > deadline) {
                throw new IllegalStateException(
                        "After %d s there are still %s".formatted(PATIENCE.toSeconds(), whatIsThereUntilThen));
            }
            // A look that is expensive is not to keep the system from its work.
            pause(BETWEEN_LOOKS.plusNanos(System.nanoTime() - look));
            look = System.nanoTime();
        }
        return look;
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
