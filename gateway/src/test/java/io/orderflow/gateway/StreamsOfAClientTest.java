package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "orderflow.gateway.streams-per-client=2")
class StreamsOfAClientTest extends GatewayTest {

    private static final String STREAM = "/orders/stream";

    @Test
    void whoHasAsManyAsTheyMayGetsNoMoreUntilOneIsClosed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ORDERS.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            StreamTest.await(end);
            exchange.close();
        });
        try (InputStream first = open();
                InputStream second = open()) {
            HttpResponse<String> refused = get(STREAM);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(header(refused, "Retry-After")).isEqualTo("10");
            assertThat(json(refused).path("detail").asString()).startsWith("2 streams are open already");
            assertThat(get("/products").statusCode()).isEqualTo(200);

            end.countDown();
            assertThat(first.readAllBytes()).isEmpty();
            assertThat(second.readAllBytes()).isEmpty();
        }
        Awaitility.await().until(() -> get(STREAM).statusCode() == 200);
    }

    @Test
    void whatDoesNotBeginIsNotCounted() throws Exception {
        ORDERS.answers(StubService.json(422, "{}"));
        for (int i = 0; i < 3; i++) {
            assertThat(get(STREAM).statusCode()).isEqualTo(422);
        }
        ORDERS.answers(StubService.breakingOff());
        for (int i = 0; i < 3; i++) {
            assertThat(get(STREAM).statusCode()).isEqualTo(502);
        }
    }

    private InputStream open() throws Exception {
        return HTTP.send(request(STREAM).build(), BodyHandlers.ofInputStream()).body();
    }
}
