package io.orderflow.benchmark.load;

import io.orderflow.local.host.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What clients do, and how long it takes. Nobody else may place orders meanwhile. */
public final class Workload {

    private static final int PRODUCTS = 10;
    private static final String PRODUCT = "Benchmark product ";

    /** More than is ever ordered. */
    private static final long STOCK = 1_000_000_000;

    private static final int PORTION = 5_000;

    /** How many orders may be notified later than one that was placed after them: more than are placed at the same time. */
    private static final int OVERTAKEN = 200;

    private static final Duration BETWEEN_SINGLE_ORDERS = Duration.ofMillis(20);
    private static final Duration BETWEEN_LOOKS_AT_ONE = Duration.ofMillis(1);

    private final Api api;
    private final Verification verification;
    private final List<Long> products = new ArrayList<>();
    private int ordersBefore;

    /** Counts the orders that are there, and adds the products that are going to be ordered, unless an earlier workload has. */
    public Workload(Target target, Http http) {
        api = new Api(target, http);
        verification = new Verification(api);
        ordersBefore = countOrders();
        for (JsonNode product : api.products()) {
            if (product.get("name").asString().startsWith(PRODUCT)) {
                products.add(product.get("id").asLong());
            }
        }
        while (products.size() < PRODUCTS) {
            products.add(api.addProduct(PRODUCT + (products.size() + 1), STOCK));
        }
    }

    /**
     * Orders that were placed and are final.
     *
     * @param before how many orders were there before
     * @param ids of the orders, in the order in which they were placed
     * @param posts the requests that placed them
     * @param begun when the first was sent, by the nanosecond clock
     * @param seconds from the first request until no order was pending
     */
    public record Placed(int before, List<Long> ids, Clients.Measured posts, long begun, double seconds) {

        public double perSecond() {
            return ids.size() / seconds;
        }
    }

    /**
     * Orders that are through: final, and their notifications can be read.
     *
     * @param seconds from the first request until then
     */
    public record EndToEnd(Placed placed, double seconds) {

        public double perSecond() {
            return placed.ids.size() / seconds;
        }
    }

    /** Places orders in portions, so that none waits until it is cancelled. */
    public void placeInPortions(int orders, int clients) {
        for (int placed = 0; placed < orders; placed += PORTION) {
            placeUntilFinal(Math.min(PORTION, orders - placed), clients);
        }
    }

    /** Places orders of one line, every second one of the first product, and waits until all of them are final. */
    public Placed placeUntilFinal(int orders, int clients) {
        return placeUntilFinal(orders, clients, this::place);
    }

    /** Places orders alike, each with an {@code Idempotency-Key} of its own. */
    public Placed placeByKeyUntilFinal(int orders, int clients) {
        return placeUntilFinal(
                orders,
                clients,
                number -> api.place(product(number), UUID.randomUUID().toString()));
    }

    private Placed placeUntilFinal(int orders, int clients, IntToLongFunction place) {
        int before = ordersBefore;
        AtomicLongArray ids = new AtomicLongArray(orders);
        long begun = System.nanoTime();
        Clients.Measured posts = Clients.run(clients, orders, number -> ids.set(number, place.applyAsLong(number)));
        ordersBefore += orders;
        long ended = awaitFinal();
        List<Long> placed = IntStream.range(0, orders).mapToObj(ids::get).toList();
        return new Placed(before, placed, posts, begun, (ended - begun) / 1e9);
    }

    /** Places orders alike, and waits for none of them. */
    public Clients.Measured place(int orders, int clients) {
        Clients.Measured posts = Clients.run(clients, orders, this::place);
        ordersBefore += orders;
        return posts;
    }

    /** Places orders alike, one after the other with a pause between them, and waits until all of them are final. */
    public void placeSlowly(int orders, Duration pause) {
        for (int number = 0; number < orders; number++) {
            place(number);
            Pause.of(pause);
        }
        ordersBefore += orders;
        awaitFinal();
    }

    /**
     * Waits until all orders are final.
     *
     * @return when the look began that found it so, by the nanosecond clock
     */
    public long awaitFinal() {
        Polling.until("orders that are not listed", () -> api.hasOrder(ordersBefore - 1));
        return Polling.until("orders that are not final", () -> !api.isAnyOrderPending());
    }

    /** Places orders alike, and waits until all of them are through. */
    public EndToEnd placeAndSeeThrough(int orders, int clients) {
        Placed placed = placeUntilFinal(orders, clients);
        return new EndToEnd(placed, (awaitNotified(placed.ids) - placed.begun) / 1e9);
    }

    /**
     * Looks at each order of a round.
     *
     * @throws IllegalStateException unless each is confirmed and has one notification
     */
    public void verify(EndToEnd round) {
        verification.verify(round);
    }

    /**
     * Looks at each of these orders.
     *
     * @throws IllegalStateException unless each is confirmed
     */
    public void verify(Placed orders) {
        verification.verify(orders);
    }

    /**
     * Places orders for some time, however many are pending, and waits until all of them are final.
     *
     * @throws IllegalStateException if one of them was cancelled
     */
    public Sustained sustain(int clients, Duration time) {
        Sustained load = new SustainedLoad(api, this::place).run(clients, time);
        ordersBefore += load.accepted();
        awaitFinal();
        int cancelled = api.countOrders("cancelled");
        if (cancelled > 0) {
            throw new IllegalStateException("%s orders were cancelled, though there is stock".formatted(cancelled));
        }
        return load;
    }

    /** From sending an order until a client sees it confirmed, one order after the other. */
    public Latencies confirmations(int orders) {
        Latencies latencies = new Latencies();
        for (int number = 0; number < orders; number++) {
            long begun = System.nanoTime();
            long id = place(number);
            JsonNode seen = api.order(id);
            while (seen.get("status").asString().equals("pending")) {
                Pause.of(BETWEEN_LOOKS_AT_ONE);
                seen = api.order(id);
            }
            Verification.requireConfirmed(seen);
            latencies.recordSince(begun);
            ordersBefore++;
            Pause.of(BETWEEN_SINGLE_ORDERS);
        }
        return latencies;
    }

    /** Reads single orders, those of the first page in turn. */
    public Clients.Measured getById(int requests, int clients) {
        List<Long> ids = new ArrayList<>();
        api.orders(0).forEach(order -> ids.add(order.get("id").asLong()));
        return Clients.run(clients, requests, number -> api.readOrder(ids.get(number % ids.size())));
    }

    /** Reads pages of ten orders. */
    public Clients.Measured list(int requests, int clients) {
        return Clients.run(clients, requests, number -> api.readTenOrders(number % Api.PAGE));
    }

    private long place(int number) {
        return api.place(product(number));
    }

    private long product(int number) {
        return number % 2 == 0 ? products.get(0) : products.get(1 + number / 2 % (PRODUCTS - 1));
    }

    /**
     * Waits for the last order's notification, which is cheap to ask for, and then for those that it may have overtaken.
     *
     * @return when the last of them could be read; the time that a look takes is not the system's
     */
    private long awaitNotified(List<Long> ids) {
        List<Long> last = ids.subList(Math.max(0, ids.size() - OVERTAKEN), ids.size());
        long lastOfAll = ids.get(ids.size() - 1);
        return Polling.until(
                "orders without a notification",
                () -> api.isNotified(lastOfAll) && newestNotified().containsAll(last));
    }

    private Set<Long> newestNotified() {
        Set<Long> orders = new HashSet<>();
        api.notifications(0)
                .forEach(notification -> orders.add(notification.get("order_id").asLong(0)));
        return orders;
    }

    private int countOrders() {
        int below = 0;
        int step = 1;
        while (api.hasOrder(below + step - 1)) {
            below += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (api.hasOrder(below + step - 1)) {
                below += step;
            }
        }
        return below;
    }
}
