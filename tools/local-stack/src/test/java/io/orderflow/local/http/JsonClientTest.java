package io.orderflow.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonClientTest {

    private final JsonClient client = new JsonClient(Duration.ofSeconds(30));
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void anAnswerIsReadWhateverItsStatus() {
        server.createContext("/orders", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            exchange.getResponseHeaders().add("Location", "/orders/7");
            answer(exchange, 422, "{\"detail\": \"Nö\"}");
        });

        JsonResponse response = client.get(uri("/orders"));

        assertThat(response.status()).isEqualTo(422);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.location()).isEqualTo("/orders/7");
        assertThat(response.text("detail")).isEqualTo("Nö");
    }

    @Test
    void whatIsSentArrivesAsJson() {
        server.createContext("/echo", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            answer(
                    exchange,
                    200,
                    "[\"%s\", \"%s\", \"%s\", %s]"
                            .formatted(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    exchange.getRequestHeaders().getFirst("Some-Header"),
                                    sent));
        });

        assertThat(client.send("PATCH", uri("/echo"), "7", Map.of("Some-Header", "some"))
                        .body())
                .hasToString("[\"PATCH\",\"application/json\",\"some\",7]");
        assertThat(client.post(uri("/echo"), "{}").rows().get(3)).hasToString("{}");
    }

    @Test
    void anAnswerMayBeEmpty() {
        server.createContext("/gone", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        JsonResponse response = client.get(uri("/gone"));

        assertThat(response.contentType()).isEmpty();
        assertThat(response.location()).isEmpty();
        assertThat(response.body().isMissingNode()).isTrue();
    }

    @Test
    void anAnswerThatIsNotJsonIsAnError() {
        server.createContext("/page", exchange -> answer(exchange, 200, "<html>"));

        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> client.get(uri("/page")));
    }

    @Test
    void withoutAnAnswerInTimeItIsGivenUp() {
        server.createContext("/slow", exchange -> await(end));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new JsonClient(Duration.ofMillis(500)).get(uri("/slow")));
    }

    @Test
    void whereNothingListensThatIsAnError() {
        server.stop(0);

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.get(uri("/orders")));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).resolve(path);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
