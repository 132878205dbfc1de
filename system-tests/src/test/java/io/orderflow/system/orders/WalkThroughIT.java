package io.orderflow.system.orders;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static io.orderflow.system.driver.Orderflow.line;
import static io.orderflow.system.driver.Orderflow.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The REST contract from its first line to its last, on a new system. */
@ExtendWith(RunningSystem.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WalkThroughIT {

    private final Orderflow orderflow;

    WalkThroughIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    @Order(1)
    void aNewSystemHasThreeProducts() {
        await("the list of products")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(orderflow
                                .get(Service.INVENTORY_COMMAND, "/products")
                                .rows())
                        .extracting(JsonNode::toString)
                        .startsWith(
                                "{\"id\":1,\"name\":\"Laptop\",\"stock\":10}",
                                "{\"id\":2,\"name\":\"Mouse\",\"stock\":50}",
                                "{\"id\":3,\"name\":\"Keyboard\",\"stock\":30}"));
    }

    @Test
    @Order(2)
    void anOrderThatStockSufficesForIsConfirmed() {
        Instant before = Instant.now();

        JsonResponse placed = orderflow.place("{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}");

        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.location()).isEqualTo("/orders/" + placed.number("id"));
        assertThat(placed.body().get("product_id").asLong()).isEqualTo(1);
        assertThat(placed.body().get("quantity").asInt()).isEqualTo(2);
        assertThat(placed.body().get("total_price").decimalValue()).isEqualByComparingTo("3000");
        assertThat(placed.text("status")).isEqualTo("pending");
        assertThat(Instant.parse(placed.text("created_at"))).isBetween(before.minusSeconds(1), Instant.now());

        JsonResponse ended = orderflow.ended(placed.number("id"));
        assertThat(ended.text("status")).isEqualTo("confirmed");
        assertThat(ended.text("created_at")).isEqualTo(placed.text("created_at"));
        assertThat(ended.body().has("reason")).isFalse();
        assertThat(orderflow.stockOf(1)).isEqualTo(8);
        assertThat(orderflow.notificationsOf(placed.number("id")))
                .singleElement()
                .satisfies(notification -> {
                    assertThat(notification.get("message").asString())
                            .isEqualTo("Order " + placed.number("id") + " has been confirmed");
                    assertThat(notification.get("status").asString()).isEqualTo("confirmed");
                    assertThat(notification.get("order_id").asLong()).isEqualTo(placed.number("id"));
                    assertThat(notification.propertyNames())
                            .containsExactlyInAnyOrder("id", "order_id", "status", "message", "created_at");
                });
    }

    @Test
    @Order(3)
    void anOrderForMoreThanThereIsIsCancelledWithTheReason() {
        long id = orderflow.placed("{\"product_id\": 1, \"quantity\": 99, \"unit_price\": 1500.00}");

        JsonResponse ended = orderflow.ended(id);

        String reason = "insufficient stock for product 1 (requested 99, available 8)";
        assertThat(ended.text("status")).isEqualTo("cancelled");
        assertThat(ended.text("reason")).isEqualTo(reason);
        assertThat(orderflow.notificationsOf(id))
                .singleElement()
                .satisfies(
                        notification -> assertThat(notification.get("message").asString())
                                .isEqualTo("Order " + id + " has been cancelled: " + reason));
        assertThat(orderflow.stockOf(1)).isEqualTo(8);
    }

    @Test
    void anOrderForAProductThatDoesNotExistIsCancelledWithTheReason() {
        JsonResponse ended = orderflow.ended(orderflow.placed(line(987_654, 1)));

        assertThat(ended.text("status")).isEqualTo("cancelled");
        assertThat(ended.text("reason")).isEqualTo("product 987654 does not exist");
    }

    @Test
    void ordersAreListedByIdAndByStatus() {
        long product = orderflow.addProduct("Chair", 3);
        long confirmed = orderflow.placed(line(product, 1));
        long cancelled = orderflow.placed(line(product, 9));
        orderflow.ended(confirmed);
        orderflow.ended(cancelled);

        String itsOrders = "/orders?product_id=" + product;
        await().untilAsserted(() -> {
            assertThat(ids(itsOrders)).containsExactly(confirmed, cancelled);
            assertThat(ids(itsOrders + "&status=confirmed")).containsExactly(confirmed);
            assertThat(ids(itsOrders + "&status=cancelled")).containsExactly(cancelled);
        });
        assertThat(ids("/orders?skip=1&limit=1"))
                .containsExactly(ids("/orders?limit=2").get(1));
    }

    @Test
    void theNewestNotificationsComeFirst() {
        long product = orderflow.addProduct("Bench", 3);
        long first = orderflow.placed(line(product, 1));
        orderflow.notificationsOf(first);
        long second = orderflow.placed(line(product, 1));
        orderflow.notificationsOf(second);

        List<Long> orders = orderflow.get(Service.NOTIFICATION_PROJECTION, "/notifications?limit=1000").rows().stream()
                .map(notification -> notification.get("order_id").asLong())
                .toList();

        assertThat(orders.indexOf(second)).isLessThan(orders.indexOf(first));
    }

    @Test
    void clientsAreToldWhenAProductRunsLowAndOut() {
        long product = orderflow.addProduct("Lamp", 7);
        orderflow.ended(orderflow.placed(line(product, 3)));
        orderflow.ended(orderflow.placed(line(product, 4)));

        await().untilAsserted(() -> assertThat(aboutProduct(product))
                .extracting(notification -> notification.get("status").asString())
                .containsExactly("out_of_stock", "low_stock"));
        assertThat(aboutProduct(product))
                .allSatisfy(notification ->
                        assertThat(notification.get("order_id").isNull()).isTrue());
    }

    @Test
    void aProductIsRenamedAndItsStockAdjusted() {
        long product = orderflow.addProduct("Stool", 7);
        orderflow.ended(orderflow.placed(line(product, 1)));

        assertThat(orderflow
                        .patch(Service.INVENTORY_COMMAND, "/products/" + product, "{\"name\": \"Bar stool\"}")
                        .text("name"))
                .isEqualTo("Bar stool");
        assertThat(adjust(product, -3).number("stock")).isEqualTo(3);
        assertThat(adjust(product, -4).status()).isEqualTo(409);

        await().untilAsserted(() -> assertThat(aboutProduct(product))
                .singleElement()
                .satisfies(notification ->
                        assertThat(notification.get("message").asString()).contains("Bar stool")));
        await().untilAsserted(() -> assertThat(
                        orderflow.get(Service.INVENTORY_COMMAND, "/products").rows())
                .extracting(JsonNode::toString)
                .contains("{\"id\":%s,\"name\":\"Bar stool\",\"stock\":3}".formatted(product)));
    }

    private JsonResponse adjust(long product, int by) {
        return orderflow.post(
                Service.INVENTORY_COMMAND,
                "/products/" + product + "/stock/adjustments",
                "{\"by\": %s, \"reason\": \"counted\"}".formatted(by));
    }

    @Test
    void whatDoesNotExistIsAnsweredWithAProblem() {
        assertThat(orderflow.order(999_999)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.text("detail")).isEqualTo("Order not found");
        });
        assertThat(orderflow.get(Service.INVENTORY_COMMAND, "/products/999999").text("detail"))
                .isEqualTo("Product not found");
        assertThat(orderflow
                        .patch(Service.INVENTORY_COMMAND, "/products/999999/stock", "{\"stock\": 1}")
                        .status())
                .isEqualTo(404);
        assertThat(orderflow
                        .get(Service.NOTIFICATION_PROJECTION, "/notifications/order/999999")
                        .rows())
                .isEmpty();
    }

    @Test
    void badOrdersAreRefusedAndNameTheField() {
        long product = orderflow.addProduct("Shelf", 3);

        assertThat(orderflow.place("hello").status()).isEqualTo(400);
        JsonResponse refused = orderflow.place(lines(line(product, 0), line(product, 1)));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().get("errors"))
                .extracting(error -> error.get("field").asString())
                .containsExactly("items[0].quantity", "items[1].product_id");
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void everyServiceTellsItsHealthAndItsApi(Service service) {
        JsonResponse health = orderflow.get(service, "/health");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().toString())
                .isEqualTo("{\"status\":\"healthy\",\"service\":\"%s\"}".formatted(service.title()));
        assertThat(orderflow.get(service, "/openapi.json").body().has("paths")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void everyServiceShowsTheEvents(Service service) throws Exception {
        JsonNode document = orderflow.get(service, "/asyncapi.json").body();

        assertThat(document.path("asyncapi").asString()).startsWith("3.");
        assertThat(document.at("/components/messages").propertyNames()).contains("OrderPlaced", "StockReserved");
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        orderflow.stack().service(service).uri().resolve("/asyncapi"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("id=\"OrderPlaced\"");
    }

    private List<JsonNode> aboutProduct(long product) {
        return orderflow.get(Service.NOTIFICATION_PROJECTION, "/notifications?limit=1000").rows().stream()
                .filter(notification -> notification.path("product_id").asLong(0) == product)
                .toList();
    }

    private List<Long> ids(String path) {
        return orderflow.get(Service.ORDER_COMMAND, path).rows().stream()
                .map(order -> order.get("id").asLong())
                .toList();
    }
}
