package io.orderflow.benchmark.load;

import io.orderflow.local.host.Pause;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What a client asks of a system, request by request. An answer that the REST contract does not know is an exception. */
final class Api {

    /** The most that a list gives at once. */
    static final int PAGE = 1_000;

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Target target;
    private final Http http;
    private final AtomicInteger toldToComeAgain = new AtomicInteger();

    Api(Target target, Http http) {
        this.target = target;
        this.http = http;
    }

    /** Gives the id of the product. */
    long addProduct(String name, long stock) {
        return http.post(
                        target.products().resolve("/products"),
                        "{\"name\": \"%s\", \"stock\": %s}".formatted(name, stock))
                .require(CREATED)
                .json()
                .get("id")
                .asLong();
    }

    JsonNode products() {
        return get(page(target.products(), "/products", 0));
    }

    /** Places an order of one piece, and gives its id. Whoever is told to come again later does so. */
    long place(long product) {
        return place(() -> http.post(target.orders().resolve("/orders"), orderOf(product)));
    }

    /** Places an order alike, at most once for the {@code Idempotency-Key}. */
    long place(long product, String key) {
        return place(() -> http.post(target.orders().resolve("/orders"), orderOf(product), key));
    }

    private long place(Supplier<Http.Answer> request) {
        Http.Answer answer = request.get();
        while (answer.status() == UNAVAILABLE && answer.retryAfter().isPresent()) {
            toldToComeAgain.incrementAndGet();
            Pause.of(answer.retryAfter().get());
            answer = request.get();
        }
        return answer.require(CREATED).json().get("id").asLong();
    }

    private static String orderOf(long product) {
        return "{\"product_id\": %s, \"quantity\": 1, \"unit_price\": 9.99}".formatted(product);
    }

    int timesToldToComeAgain() {
        return toldToComeAgain.get();
    }

    JsonNode order(long id) {
        return get(target.orders().resolve("/orders/" + id));
    }

    /** A page of the list of all orders, which has the oldest first. */
    JsonNode orders(int skip) {
        return get(page(target.orders(), "/orders", skip));
    }

    /** Reads a page of ten orders, and takes whatever is in it. */
    void readTenOrders(int skip) {
        http.get(target.orders().resolve("/orders?skip=%s&limit=10".formatted(skip)))
                .require(OK);
    }

    /** Reads an order, and takes whatever it is. */
    void readOrder(long id) {
        http.get(target.orders().resolve("/orders/" + id)).require(OK);
    }

    boolean isAnyOrderPending() {
        return !get(target.orders().resolve("/orders?status=pending&limit=1")).isEmpty();
    }

    int countOrders(String status) {
        int count = 0;
        int page;
        do {
            page = get(page(target.orders(), "/orders", count, "&status=" + status))
                    .size();
            count += page;
        } while (page == PAGE);
        return count;
    }

    boolean hasOrder(int index) {
        return !get(target.orders().resolve("/orders?limit=1&skip=" + index)).isEmpty();
    }

    /** A page of the list of all notifications, which has the newest first. */
    JsonNode notifications(int skip) {
        return get(page(target.notifications(), "/notifications", skip));
    }

    boolean isNotified(long order) {
        return !get(target.notifications().resolve("/notifications/order/" + order))
                .isEmpty();
    }

    private JsonNode get(URI uri) {
        return http.get(uri).require(OK).json();
    }

    private static URI page(URI service, String path, int skip) {
        return page(service, path, skip, "");
    }

    private static URI page(URI service, String path, int skip, String filter) {
        return service.resolve("%s?skip=%s&limit=%s%s".formatted(path, skip, PAGE, filter));
    }
}
