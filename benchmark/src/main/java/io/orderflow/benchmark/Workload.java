package io.orderflow.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private int notificationsBefore;

    /** Counts what is there, and adds the products that are going to be ordered, unless an earlier workload has. */
    Workload(Target target, Http http) {
        this.target = target;
        this.http = http;
        ordersBefore = count(target.orders(), "/orders");
        notificationsBefore = count(target.notifications(), "/notifications");
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
     * @param seconds from the first request until all orders were final and had their notification
     */
    record EndToEnd(Clients.Measured posts, double seconds) {

        double ordersPerSecond() {
            return posts.requests() / seconds;
        }
    }

    /** Places orders of one line, every second one of the first product, and waits until all of them are through. */
    EndToEnd placeAndSeeThrough(int orders, int clients) {
        AtomicLongArray ids = new AtomicLongArray(orders);
        long begun = System.nanoTime();
        Clients.Measured posts = Clients.run(clients, orders, number -> ids.set(number, place(number)));
        awaitNonePending();
        double seconds = (awaitNotified(notificationsBefore, ids) - begun) / 1e9;
        requireFinal(ordersBefore, orders);
        requireOneNotificationEach(ids);
        ordersBefore += orders;
        notificationsBefore += orders;
        return new EndToEnd(posts, seconds);
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
            notificationsBefore++;
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
     * Waits for the last order's notification, which is cheap to ask for, and then makes sure that there are as many as there
     * must be.
     *
     * @return when the last notification could be read; the time that it takes to make sure is not the system's
     */
    private long awaitNotified(int before, AtomicLongArray ids) {
        URI ofLast = target.notifications().resolve("/notifications/order/" + ids.get(ids.length() - 1));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            long begun = System.nanoTime();
            if (!http.get(ofLast).require(OK).json().isEmpty()) {
                long notified = System.nanoTime();
                if (hasRow(target.notifications(), "/notifications", before + ids.length() - 1)) {
                    return notified;
                }
            }
            pause(Duration.ofNanos(
                    System.nanoTime() - begun)); // a look that is expensive is not to keep the system from its work
            waitUntil(deadline, "orders without a notification");
        }
    }

    /** @throws IllegalStateException unless all orders are, of which notifications say so */
    private void requireFinal(int before, int orders) {
        int seen = 0;
        while (seen < orders) {
            JsonNode page = list(target.orders(), "/orders", before + seen);
            for (JsonNode order : page) {
                if (!isFinal(order)) {
                    throw new IllegalStateException("Not final, but notified: " + order);
                }
            }
            if (page.isEmpty()) {
                throw new IllegalStateException("Of %d orders, %d are not listed".formatted(orders, orders - seen));
            }
            seen += page.size();
        }
    }

    /** @throws IllegalStateException unless each order has one notification */
    private void requireOneNotificationEach(AtomicLongArray ids) {
        Set<Long> missing = new HashSet<>();
        for (int index = 0; index < ids.length(); index++) {
            missing.add(ids.get(index));
        }
        for (int skip = 0; skip < ids.length(); skip += PAGE) {
            for (JsonNode notification : list(target.notifications(), "/notifications", skip)) {
                missing.remove(notification.get("order_id").asLong());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Orders without a notification, while others have two: " + missing);
        }
    }

    private int count(URI service, String path) {
        int below = 0;
        int step = 1;
        while (hasRow(service, path, below + step - 1)) {
            below += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (hasRow(service, path, below + step - 1)) {
                below += step;
            }
        }
        return below;
    }

    private boolean hasRow(URI service, String path, int index) {
        return !http.get(service.resolve("%s?limit=1&skip=%d".formatted(path, index)))
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
