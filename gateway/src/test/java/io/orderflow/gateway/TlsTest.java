package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.rest.Http;
import io.orderflow.rest.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The gateway and services that speak TLS: orders has a certificate that is trusted, products one of another name, and
 * notifications one of another authority.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.ssl.bundle=own", "spring.http.clients.ssl.bundle=trusted"})
class TlsTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final StubService ORDERS = new StubService(AUTHORITY.ofServer());
    private static final StubService PRODUCTS = new StubService(AUTHORITY.ofServer());
    private static final StubService NOTIFICATIONS = new StubService(new TestAuthority().ofServer());
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().sslContext(AUTHORITY.ofClient()).build();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        Stream.concat(AUTHORITY.shownBy("own").stream(), Stream.of(AUTHORITY.trustedBy("trusted")))
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> properties.add(setting[0], () -> setting[1]));
        properties.add("orderflow.gateway.order-command", () -> "https://localhost:" + ORDERS.port());
        properties.add("orderflow.gateway.inventory-command", () -> "https://127.0.0.1:" + PRODUCTS.port());
        properties.add("orderflow.gateway.notification-projection", () -> "https://localhost:" + NOTIFICATIONS.port());
    }

    @Test
    void requestsStreamsAndDocumentsPass() throws Exception {
        ORDERS.answers(StubService.json(201, "{}", "Location", "/orders/1"));
        assertThat(send("POST", "/orders").statusCode()).isEqualTo(201);
        assertThat(ORDERS.last().headers().getFirst("X-Forwarded-Proto")).isEqualTo("https");

        ORDERS.answers(StubService.json(200, "{\"paths\": {}}"));
        assertThat(send("GET", "/services/order-command/openapi.json").statusCode())
                .isEqualTo(200);

        ORDERS.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("id: 1\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        assertThat(send("GET", "/orders/stream").body()).isEqualTo("id: 1\ndata: {}\n\n");
    }

    @Test
    void plainTextIsRefused() {
        assertThat(new Http(port).get("/orders").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products", "/notifications", "/notifications/stream"})
    void aServiceThatIsNotTrustedIsToldNothing(String path) throws Exception {
        HttpResponse<String> away = send("POST", path);

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("cannot be reached");
        assertThat(send("GET", path).statusCode()).isEqualTo(503);
        assertThat(PRODUCTS.received()).isEmpty();
        assertThat(NOTIFICATIONS.received()).isEmpty();
    }

    @Test
    void healthSaysWhy() {
        await().untilAsserted(() -> {
            JsonNode problems = JSON.readTree(send("GET", "/health").body()).path("problems");
            assertThat(problems.valueStream()
                            .map(problem -> problem.path("component").asString()))
                    .containsExactlyInAnyOrder("inventory-command", "notification-projection");
            assertThat(problems.toString()).contains("subject alternative names", "PKIX path");
        });
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                        .method(method, BodyPublishers.ofString(method.equals("POST") ? "{}" : ""))
                        .build(),
                BodyHandlers.ofString());
    }
}
