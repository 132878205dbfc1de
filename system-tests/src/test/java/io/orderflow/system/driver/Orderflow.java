package io.orderflow.system.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.host.TcpProxy;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.issuer.Tokens;
import io.orderflow.local.mongo.MongoStandIn;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client of the running system. */
public final class Orderflow {

    private static final int PAGE = 1_000;
    private static final int TOO_MUCH_WAITS = 503;

    /** How long a test waits for what a quick machine does at once. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String MONGO = "SPRING_MONGODB_URI";

    private final LocalStack stack;
    private final TcpProxy brokerProxy;
    private final TraceCollector traces;
    private final JsonClient http;

    /** @param stack one that runs; if it is secured, the client is an operator */
    Orderflow(LocalStack stack, TcpProxy brokerProxy, TraceCollector traces) {
        this.stack = stack;
        this.http = new JsonClient(PATIENCE, authorization(stack));
        this.brokerProxy = brokerProxy;
        this.traces = traces;
    }

    private static Map<String, String> authorization(LocalStack stack) {
        return stack.tokens()
                .map(tokens -> tokens.of("operator", "operator").orElseThrow())
                .map(Tokens::header)
                .orElse(Map.of());
    }

    /** Of a system whose connections go through nothing, and that sends no traces. */
    public static Orderflow of(LocalStack stack) {
        return new Orderflow(stack, null, null);
    }

    public LocalStack stack() {
        return stack;
    }

    /** What the services' connections to the broker go through. */
    public TcpProxy brokerProxy() {
        return brokerProxy;
    }

    /** Where the services send their traces. */
    public TraceCollector traces() {
        return traces;
    }

    /** MongoDB's stand-in; the test is skipped where {@code SPRING_MONGODB_URI} names an empty MongoDB to have in its place. */
    public MongoStandIn mongo() {
        assumeThat(mongoElsewhere()).as("a MongoDB that can be stopped").isEmpty();
        return stack.mongo();
    }

    static Map<String, String> mongoElsewhere() {
        String uri = System.getenv(MONGO);
        return uri == null ? Map.of() : Map.of(MONGO, uri);
    }

    /** A new connection to the database of a service that has it in PostgreSQL. */
    public Connection database(Service service) throws SQLException {
        return stack.postgres().connect(service.database());
    }

    public JsonResponse get(Service service, String path) {
        return send("GET", service, path, "");
    }

    /** Asks this instance. */
    public JsonResponse get(ServiceProcess instance, String path) {
        return http.get(instance.uri().resolve(path));
    }

    public JsonResponse post(Service service, String path, String body) {
        return send("POST", service, path, body);
    }

    public JsonResponse patch(Service service, String path, String body) {
        return send("PATCH", service, path, body);
    }

    public JsonResponse delete(Service service, String path) {
        return send("DELETE", service, path, "");
    }

    /** Adds a product, and gives its id. */
    public long addProduct(String name, int stock) {
        JsonResponse added = post(
                Service.INVENTORY_COMMAND, "/products", "{\"name\": \"%s\", \"stock\": %s}".formatted(name, stock));
        assertThat(added.status()).isEqualTo(201);
        return added.number("id");
    }

    public long stockOf(long product) {
        return get(Service.INVENTORY_COMMAND, "/products/" + product).number("stock");
    }

    /** Places an order, which may be refused. */
    public JsonResponse place(String order) {
        return post(Service.ORDER_COMMAND, "/orders", order);
    }

    public JsonResponse place(String order, String idempotencyKey) {
        return place(stack.service(Service.ORDER_COMMAND), order, idempotencyKey);
    }

    /** Places an order at this instance of order-command, once. */
    public JsonResponse place(ServiceProcess instance, String order) {
        return http.post(instance.uri().resolve("/orders"), order);
    }

    /** Places an order at this instance of order-command. */
    public JsonResponse place(ServiceProcess instance, String order, String idempotencyKey) {
        return http.send("POST", instance.uri().resolve("/orders"), order, Map.of("Idempotency-Key", idempotencyKey));
    }

    /** Places an order that must be accepted, in a trace that is recorded, and gives its id. */
    public long placedIn(TraceCollector.Trace trace, String order) {
        JsonResponse placed = http.send(
                "POST",
                stack.service(Service.ORDER_COMMAND).uri().resolve("/orders"),
                order,
                Map.of("traceparent", trace.traceParent()));
        assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
        return placed.number("id");
    }

    /** Places an order that must be accepted, if not at once then later, and gives its id. */
    public long placed(String order) {
        JsonResponse answer = await("a place for an order")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> place(order), placed -> placed.status() != TOO_MUCH_WAITS);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.number("id");
    }

    /** Cancels an order for its customer, which may be refused. */
    public JsonResponse cancel(long id) {
        return post(Service.ORDER_COMMAND, "/orders/%s/cancel".formatted(id), "");
    }

    public JsonResponse order(long id) {
        return get(Service.ORDER_COMMAND, "/orders/" + id);
    }

    /** Waits until the order is confirmed or cancelled. */
    public JsonResponse ended(long id) {
        return await("the end of order " + id)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> order(id), order -> !order.text("status").equals("pending"));
    }

    /** Waits until the order has a notification, and gives all it has. */
    public List<JsonNode> notificationsOf(long order) {
        return await("a notification of order " + order)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> get(Service.NOTIFICATION_PROJECTION, "/notifications/order/" + order)
                                .rows(),
                        rows -> !rows.isEmpty());
    }

    /** All rows of a list that comes in pages. */
    public List<JsonNode> all(Service service, String path) {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page;
        do {
            page = get(service, "%s?skip=%s&limit=%s".formatted(path, all.size(), PAGE))
                    .rows();
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /** What is wrong with a service, as its health says; empty while it is healthy. */
    public String problems(Service service) {
        JsonResponse health = get(service, "/health");
        return health.text("status").equals("healthy")
                ? ""
                : health.body().get("problems").toString();
    }

    /** The value of a metric of a service that has one value. */
    public double metric(Service service, String nameAndTag) {
        return get(service, "/actuator/metrics/" + nameAndTag)
                .body()
                .get("measurements")
                .get(0)
                .get("value")
                .asDouble();
    }

    /** The JSON of an order's line. */
    public static String line(long product, int quantity) {
        return line(product, quantity, "1.50");
    }

    /** The JSON of an order's line at a price of its own. */
    public static String line(long product, int quantity, String price) {
        return "{\"product_id\": %s, \"quantity\": %s, \"unit_price\": %s}".formatted(product, quantity, price);
    }

    /** The JSON of an order of several lines. */
    public static String lines(String... lines) {
        return "{\"items\": [" + String.join(", ", lines) + "]}";
    }

    private JsonResponse send(String method, Service service, String path, String body) {
        return http.send(method, stack.service(service).uri().resolve(path), body, Map.of());
    }
}
