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
     * Orders placed and seen through.
     *
     * @param posts the requests that placed them
     * @param secondsUntilFinal from the first request until no order was pending
     * @param seconds from the first request until all orders were final and had their notification
     */
    record EndToEnd(Clients.Measured posts, double secondsUntilFinal, double seconds) {

        double finalPerSecond() {
            return posts.requests() / secondsUntilFinal;
        }

        double ordersPerSecond() {
            return posts.requests() / seconds;
        }
    }

    /**
     * Places orders of one line, every second one of the first product, and waits until all of them are through.
     *
     * @throws IllegalStateException unless in the end each order is final and has one notification
     */
    EndToEnd placeAndSeeThrough(int orders, int clients) {
        AtomicLongArray ids = new AtomicLongArray(orders);
        long begun = System.nanoTime();
        Clients.Measured posts = Clients.run(clients, orders, number -> ids.set(number, place(number)));
        awaitNonePending();
        long ended = System.nanoTime();
        long notified = awaitNotified(ids);
        requireFinal(orders);
        ordersBefore += orders;
        return new EndToEnd(posts, (ended - begun) / 1e9, (notified - begun) / 1e9);
    }

    /** Places orders alike, and waits until they are final. */
    void fill(int orders, int clients) {
        Clients.run(clients, orders, this::place);
        awaitNonePending();
        ordersBefore += orders;
    }

    /** From sending an order until a client sees it confirmed, one order after the other. */
    Histogram confirmations(int orders) {
        Histogram latencies = new Histogram(PATIENCE.toNanos(), 3);
        for (int number = 0; number < orders; number++) {
            long begun = System.nanoTime();
            URI order = target.orders().resolve("/orders/" + place(number));
            while (!isFinal(http.get(order).require(OK).json())) {
                pause(Duration.ofMillis(1));
            }
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

    private void awaitNonePending() {
        URI pending = target.orders().resolve("/orders?status=pending&limit=1");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!http.get(pending).require(OK).json().isEmpty()) {
            waitUntil(deadline, "orders that are not final");
        }
    }

    /**
     * Waits for the last order's notification, which is cheap to ask for, and then makes sure that each order has one.
     *
     * @return when the last notification could be read; the time that it takes to make sure is not the system's
     */
    private long awaitNotified(AtomicLongArray ids) {
        URI ofLast = target.notifications().resolve("/notifications/order/" + ids.get(ids.length() - 1));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            long begun = System.nanoTime();
            if (!http.get(ofLast).require(OK).json().isEmpty()) {
                long notified = System.nanoTime();
                if (haveOneNotificationEach(ids)) {
                    return notified;
                }
            }
            // A look that is expensive is not to keep the system from its work.
            pause(Duration.ofNanos(System.nanoTime() - begun));
            waitUntil(deadline, "orders without a notification");
        }
    }

    /**
     * Reads the list, which has the newest first, until there is one for each order or none for any.
     *
     * @throws IllegalStateException if an order has two
     */
    private boolean haveOneNotificationEach(AtomicLongArray ids) {
        Set<Long> ours = new HashSet<>();
        for (int index = 0; index < ids.length(); index++) {
            ours.add(ids.get(index));
        }
        Map<Long, String> found = new HashMap<>();
        boolean more = true;
        for (int skip = 0; more && found.size() < ours.size(); skip += PAGE) {
            more = false;
            for (JsonNode notification : list(target.notifications(), "/notifications", skip)) {
                long order = notification.get("order_id").asLong(0);
                if (ours.contains(order)) {
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
        return found.size() == ours.size();
    }

    private void requireFinal(int orders) {
        int seen = 0;
        while (seen < orders) {
            JsonNode page = list(target.orders(), "/orders", ordersBefore + seen);
            for (JsonNode order : page) {
                if (!isFinal(order)) {
                    throw new IllegalStateException("Not final, but notified: " + order);
                }
            }
            if (page.isEmpty()) {
                throw new IllegalStateException("%d orders are not listed".formatted(orders - seen));
            }
            seen += page.size();
        }
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

    private static boolean isFinal(JsonNode order) {
        return !order.get("status").asString().equals("pending");
    }

    private static void waitUntil(long deadline, String what) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("After %d s there are still %s".formatted(PATIENCE.toSeconds(), what));
        }
        pause(BETWEEN_LOOKS);
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
