package io.orderflow.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.Service;
import io.orderflow.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A client of the running system. */
final class Orderflow {

    private static final int PAGE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalStack stack;
    private final TcpProxy brokerProxy;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    Orderflow(LocalStack stack, TcpProxy brokerProxy) {
        this.stack = stack;
        this.brokerProxy = brokerProxy;
    }

    LocalStack stack() {
        return stack;
    }

    /** What the services' connections to the broker go through. */
    TcpProxy brokerProxy() {
        return brokerProxy;
    }

    Answer get(Service service, String path) {
        return send(request(service, path).GET());
    }

    Answer post(Service service, String path, String body) {
        return send(request(service, path).POST(BodyPublishers.ofString(body)));
    }

    Answer patch(Service service, String path, String body) {
        return send(request(service, path).method("PATCH", BodyPublishers.ofString(body)));
    }

    Answer delete(Service service, String path) {
        return send(request(service, path).DELETE());
    }

    long addProduct(String name, int stock) {
        Answer added = post(
                Service.INVENTORY_COMMAND, "/products", "{\"name\": \"%s\", \"stock\": %d}".formatted(name, stock));
        assertThat(added.status()).isEqualTo(201);
        return added.id();
    }

    long stockOf(long product) {
        return get(Service.INVENTORY_COMMAND, "/products/" + product)
                .body()
                .get("stock")
                .asLong();
    }

    Answer place(String order) {
        return post(Service.ORDER_COMMAND, "/orders", order);
    }

    Answer place(String order, String idempotencyKey) {
        return place(stack.service(Service.ORDER_COMMAND), order, idempotencyKey);
    }

    Answer place(ServiceProcess instance, String order, String idempotencyKey) {
        return send(request(instance, "/orders")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(order)));
    }

    /** Places an order that must be accepted, and gives its id. */
    long placed(String order) {
        Answer answer = place(order);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.id();
    }

    Answer order(long id) {
        return get(Service.ORDER_COMMAND, "/orders/" + id);
    }

    /** Waits until the order is confirmed or cancelled. */
    Answer ended(long id) {
        return await("the end of order " + id)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> order(id), order -> !order.text("status").equals("pending"));
    }

    /** Waits until the order has a notification, and gives all it has. */
    List<JsonNode> notificationsOf(long order) {
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
    List<JsonNode> all(Service service, String path) {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page;
        do {
            page = get(service, "%s?skip=%d&limit=%d".formatted(path, all.size(), PAGE))
                    .rows();
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /** What is wrong with a service, as its health says; empty while it is healthy. */
    String problems(Service service) {
        Answer health = get(service, "/health");
        return health.text("status").equals("healthy")
                ? ""
                : health.body().get("problems").toString();
    }

    /** The value of a metric of a service that has one value. */
    double metric(Service service, String nameAndTag) {
        return get(service, "/actuator/metrics/" + nameAndTag)
                .body()
                .get("measurements")
                .get(0)
                .get("value")
                .asDouble();
    }

    static String line(long product, int quantity) {
        return line(product, quantity, "1.50");
    }

    static String line(long product, int quantity, String price) {
        return "{\"product_id\": %d, \"quantity\": %d, \"unit_price\": %s}".formatted(product, quantity, price);
    }

    static String lines(String... lines) {
        return "{\"items\": [" + String.join(", ", lines) + "]}";
    }

    private HttpRequest.Builder request(Service service, String path) {
        return request(stack.service(service), path);
    }

    private static HttpRequest.Builder request(ServiceProcess instance, String path) {
        URI uri = instance.uri().resolve(path);
        return HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Location").orElse(""),
                    response.body().isEmpty() ? MissingNode.getInstance() : json.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
