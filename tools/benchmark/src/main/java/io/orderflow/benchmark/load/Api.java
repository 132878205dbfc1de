package io.orderflow.benchmark.load;

import java.net.URI;
import tools.jackson.databind.JsonNode;

/** What a client asks of a system, request by request. An answer that the REST contract does not know is an exception. */
final class Api {

    /** The most that a list gives at once. */
    static final int PAGE = 1_000;

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final Target target;
    private final Http http;

    Api(Target target, Http http) {
        this.target = target;
        this.http = http;
    }

    /** Gives the id of the product. */
    long addProduct(String name, long stock) {
        return http.post(
                        target.products().resolve("/products"),
                        "{\"name\": \"%s\", \"stock\": %d}".formatted(name, stock))
                .require(CREATED)
                .json()
                .get("id")
                .asLong();
    }

    JsonNode products() {
        return get(page(target.products(), "/products", 0));
    }

    /** Places an order of one piece, and gives its id. */
    long place(long product) {
        return http.post(
                        target.orders().resolve("/orders"),
                        "{\"product_id\": %d, \"quantity\": 1, \"unit_price\": 9.99}".formatted(product))
                .require(CREATED)
                .json()
                .get("id")
                .asLong();
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
        http.get(target.orders().resolve("/orders?skip=%d&limit=10".formatted(skip)))
                .require(OK);
    }

    /** Reads an order, and takes whatever it is. */
    void readOrder(long id) {
        http.get(target.orders().resolve("/orders/" + id)).require(OK);
    }

    boolean isAnyOrderPending() {
        return !get(target.orders().resolve("/orders?status=pending&limit=1")).isEmpty();
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
        return service.resolve("%s?skip=%d&limit=%d".formatted(path, skip, PAGE));
    }
}
