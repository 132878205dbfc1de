package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.gateway.StubService.Received;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RoutingTest extends GatewayTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void whatClientsAskForLeadsToItsService() throws Exception {
        ORDERS.answers(StubService.json(200, "{\"id\":1}", "ETag", "\"3\""));

        HttpResponse<String> order = get("/orders/1?a=b%20c&a=d%26");
        get("/products");
        get("/notifications/order/1");

        assertThat(order.statusCode()).isEqualTo(200);
        assertThat(order.body()).isEqualTo("{\"id\":1}");
        assertThat(header(order, "ETag")).isEqualTo("\"3\"");
        assertThat(ORDERS.last().path()).isEqualTo("/orders/1?a=b%20c&a=d%26");
        assertThat(INVENTORY.last().path()).isEqualTo("/products");
        assertThat(NOTIFICATIONS.last().path()).isEqualTo("/notifications/order/1");
    }

    @Test
    void operatorsFindAllOfAServiceUnderItsName() throws Exception {
        INVENTORY.answers(StubService.json(202, "", "Location", "/projections/products/rebuilds/7"));

        HttpResponse<String> rebuild = post("/services/inventory-command/projections/products/rebuild", "");

        assertThat(rebuild.statusCode()).isEqualTo(202);
        assertThat(header(rebuild, "Location"))
                .isEqualTo("/services/inventory-command/projections/products/rebuilds/7");
        assertThat(INVENTORY.last().path()).isEqualTo("/projections/products/rebuild");
        assertThat(INVENTORY.last().headers().getFirst("X-Forwarded-Prefix")).isEqualTo("/services/inventory-command");
    }

    @Test
    void whatIsMadeIsFoundThroughTheGateway() throws Exception {
        ORDERS.answers(StubService.json(201, "{\"id\":1}", "Location", "/orders/1"));

        HttpResponse<String> placed = post("/orders", "{\"product_id\": 1}");

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(header(placed, "Location")).isEqualTo("/orders/1");
        assertThat(ORDERS.last().body()).isEqualTo("{\"product_id\": 1}");
        assertThat(ORDERS.last().headers().getFirst("Content-Length")).isEqualTo("17");
    }

    @Test
    void metricsOfServicesAreNotForClients() throws Exception {
        assertThat(get("/services/order-command/actuator/prometheus").statusCode())
                .isEqualTo(404);
        assertThat(get("/services/order-command/%61ctuator/prometheus").statusCode())
                .isEqualTo(404);
        assertThat(ORDERS.received()).isEmpty();
    }

    @Test
    void anythingElseIsAProblem() throws Exception {
        HttpResponse<String> nothing = get("/services/another/health");

        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(header(nothing, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(nothing).path("detail").asString()).isNotEmpty();
        assertThat(get("/ordersandmore").statusCode()).isEqualTo(404);
    }

    @Test
    void theServiceIsToldWhoAskedAndWhere() throws Exception {
        send(request("/orders")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Host", "bank.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Prefix", "/elsewhere")
                .header("Forwarded", "for=203.0.113.9"));

        Received received = ORDERS.last();
        assertThat(received.headers().get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(received.headers().get("X-Forwarded-Host")).containsExactly("127.0.0.1");
        assertThat(received.headers().get("X-Forwarded-Proto")).containsExactly("http");
        assertThat(received.headers().get("X-Forwarded-Port")).containsExactly(String.valueOf(port()));
        assertThat(received.headers()).doesNotContainKeys("X-forwarded-prefix", "Forwarded");
    }

    @Test
    void tokenAndTraceArePassedOn() throws Exception {
        send(request("/orders")
                .header("Authorization", "Bearer abc")
                .header("traceparent", TRACE)
                .header("tracestate", "a=b"));

        assertThat(ORDERS.last().headers().get("Authorization")).containsExactly("Bearer abc");
        assertThat(ORDERS.last().headers().get("traceparent")).containsExactly(TRACE);
        assertThat(ORDERS.last().headers().get("tracestate")).containsExactly("a=b");
    }

    @Test
    void aServicesOwnRefusalIsPassedOn() throws Exception {
        ORDERS.answers(StubService.json(
                422, "{\"detail\":\"quantity must be positive\"}", "X-Own", "1", "Connection", "keep-alive"));

        HttpResponse<String> refused = post("/orders", "{}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).isEqualTo("{\"detail\":\"quantity must be positive\"}");
        assertThat(header(refused, "X-Own")).isEqualTo("1");
    }

    @Test
    void aServicesAnswerIsNotReplacedByOneWithoutABody() throws Exception {
        ORDERS.answers(StubService.json(200, "{\"id\":1}", "ETag", "\"3\""));

        HttpResponse<String> order = send(request("/orders/1").header("If-None-Match", "\"3\""));

        assertThat(order.statusCode()).isEqualTo(200);
        assertThat(order.body()).isEqualTo("{\"id\":1}");
    }

    @Test
    void largeBodiesPassWhole() throws Exception {
        String large = "{\"a\": \"" + "0123456789".repeat(50_000) + "\"}";
        ORDERS.answers(StubService.json(200, large));

        HttpResponse<String> known = post("/orders", large);
        assertThat(known.body()).isEqualTo(large);
        assertThat(ORDERS.last().body()).isEqualTo(large);

        send(chunked(large));
        assertThat(ORDERS.last().body()).isEqualTo(large);
        assertThat(ORDERS.last().headers().getFirst("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void aFormIsTheServicesToRefuse() throws Exception {
        ORDERS.answers(StubService.json(415, "{}"));

        HttpResponse<String> refused = send(request("/orders?c=d")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));

        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(ORDERS.last().path()).isEqualTo("/orders?c=d");
        assertThat(ORDERS.last().body()).isEqualTo("a=b");
    }

    @Test
    void aBodyThatIsTooLargeIsAProblem() throws Exception {
        String tooLarge = "0".repeat(1024 * 1024 + 1);

        HttpResponse<String> known = post("/orders", tooLarge);
        HttpResponse<String> counted = send(chunked(tooLarge));

        assertThat(known.statusCode()).isEqualTo(413);
        assertThat(counted.statusCode()).isEqualTo(413);
        assertThat(json(counted).path("detail").asString()).contains("1 MB");
        assertThat(ORDERS.received().isEmpty()).isTrue();
    }

    @Test
    void aBodyThatItsClientBreaksOffIsNeverTakenForWhole() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String begin = "POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nc350\r\n";
            client.getOutputStream().write((begin + "0".repeat(50_000)).getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotStartWith("HTTP/1.1 2");
        }

        assertThat(ORDERS.received().isEmpty()).isTrue();
    }

    private HttpRequest.Builder chunked(String body) {
        return request("/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
    }
}
