package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutageTest extends GatewayTest {

    private static final String KEY = "Idempotency-Key";
    private static final int ENOUGH_TO_OPEN = 10;
    private static final int MANY = 50;

    @Test
    void aServiceThatIsAwayIsAProblemThatSaysWhenToTryAgain() throws Exception {
        INVENTORY.stop();
        try {
            HttpResponse<String> away = get("/products");

            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(header(away, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(header(away, "Retry-After")).isEqualTo("2");
            assertThat(json(away).path("detail").asString())
                    .isEqualTo("inventory-command cannot be reached; try again later");
            assertThat(get("/orders").statusCode()).isEqualTo(200);
        } finally {
            INVENTORY.startAgain();
        }
    }

    @Test
    void whatOnlyReadsIsAskedAgainOnce() throws Exception {
        ORDERS.answers(breakingOffOnce());
        assertThat(get("/orders").statusCode()).isEqualTo(200);
        assertThat(ORDERS.received()).hasSize(2);

        ORDERS.reset();
        ORDERS.answers(StubService.breakingOff());
        assertThat(get("/orders").statusCode()).isEqualTo(502);
        assertThat(ORDERS.received()).hasSize(2);
    }

    @Test
    void whatChangesSomethingIsAskedAgainOnlyWithAnIdempotencyKey() throws Exception {
        ORDERS.answers(breakingOffOnce());
        HttpResponse<String> without = post("/orders", "{\"a\":1}");
        assertThat(without.statusCode()).isEqualTo(502);
        assertThat(json(without).path("detail").asString()).contains("may have done what was asked, or not");
        assertThat(ORDERS.received()).hasSize(1);

        ORDERS.reset();
        ORDERS.answers(breakingOffOnce());
        assertThat(post("/orders", "{\"a\":1}", KEY, "k").statusCode()).isEqualTo(200);
        assertThat(ORDERS.received()).hasSize(2).allSatisfy(received -> {
            assertThat(received.body()).isEqualTo("{\"a\":1}");
            assertThat(received.headers().getFirst(KEY)).isEqualTo("k");
        });
    }

    @Test
    void anAnswerIsNeverAskedForAgain() throws Exception {
        ORDERS.answers(StubService.json(503, "{\"detail\":\"too much waits\"}", "Retry-After", "7"));

        HttpResponse<String> busy = get("/orders");

        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(header(busy, "Retry-After")).isEqualTo("7");
        assertThat(ORDERS.received()).hasSize(1);
    }

    @Test
    void aServiceThatTakesTooLongIsAProblem() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        ORDERS.answers(exchange -> await(answered));
        try {
            HttpResponse<String> overdue = get("/orders");

            assertThat(overdue.statusCode()).isEqualTo(504);
            assertThat(json(overdue).path("detail").asString()).startsWith("order-command did not answer in time");
            assertThat(ORDERS.received()).hasSize(1);
        } finally {
            answered.countDown();
        }
    }

    @Test
    void aServiceThatIsKnownToBeAwayIsLeftAloneUntilItIsBack() throws Exception {
        ORDERS.answers(StubService.breakingOff());
        for (int i = 0; i < ENOUGH_TO_OPEN; i++) {
            post("/orders", "{}");
        }
        int asked = ORDERS.received().size();

        HttpResponse<String> refused = get("/orders");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Retry-After")).isEqualTo("2");
        assertThat(ORDERS.received()).hasSize(asked);
        assertThat(get("/products").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").body())
                .containsPattern("resilience4j_circuitbreaker_state\\{.*order-command.*state=\"open\".*} 1");

        ORDERS.reset();
        Awaitility.await().until(() -> get("/orders").statusCode() == 200);
    }

    @Test
    void whatAServiceAnswersDoesNotCountAgainstIt() throws Exception {
        ORDERS.answers(StubService.json(503, "{}", "Retry-After", "1"));
        for (int i = 0; i < 2 * ENOUGH_TO_OPEN; i++) {
            get("/orders");
        }
        ORDERS.answers(StubService.json(404, "{}"));
        for (int i = 0; i < 2 * ENOUGH_TO_OPEN; i++) {
            get("/orders/1");
        }
        ORDERS.reset();

        assertThat(get("/orders").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsAClientsFaultDoesNotCountForAService() throws Exception {
        ORDERS.answers(StubService.breakingOff());
        for (int i = 0; i < ENOUGH_TO_OPEN; i++) {
            assertThat(send(tooLarge()).statusCode()).isEqualTo(413);
            assertThat(send(tooLarge()).statusCode()).isEqualTo(413);
            assertThat(post("/orders", "{}").statusCode()).isEqualTo(502);
        }

        assertThat(get("/orders").statusCode()).isEqualTo(503);
    }

    @Test
    void anAnswerThatBreaksOffDoesNotLookWhole() {
        ORDERS.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.getResponseBody().flush();
            throw new IOException("gone");
        });
        assertThatThrownBy(() -> get("/orders")).isInstanceOf(IOException.class);

        ORDERS.answers(exchange -> {
            exchange.sendResponseHeaders(200, 50);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("gone");
        });
        assertThatThrownBy(() -> get("/orders")).isInstanceOf(IOException.class);
    }

    @Test
    void healthSaysWhichServiceIsAway() throws Exception {
        assertThat(json(get("/health")).path("status").asString()).isEqualTo("healthy");

        NOTIFICATIONS.stop();
        try {
            Awaitility.await()
                    .until(() -> json(get("/health")).path("status").asString().equals("degraded"));

            HttpResponse<String> health = get("/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(json(health).path("service").asString()).isEqualTo("gateway");
            assertThat(json(health).path("problems")).hasSize(1);
            assertThat(json(health).path("problems").path(0).path("component").asString())
                    .isEqualTo("notification-projection");
        } finally {
            NOTIFICATIONS.startAgain();
        }
    }

    @Test
    void servicesAreNotAskedForTheirHealthAsOftenAsTheGatewayIs() throws Exception {
        for (int i = 0; i < MANY; i++) {
            get("/health");
        }

        assertThat(ORDERS.received()).hasSizeLessThan(MANY);
    }

    /** Says beforehand no more than that it comes in pieces. */
    private HttpRequest.Builder tooLarge() {
        return request("/orders")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1024 * 1024 + 1])));
    }

    private static StubService.Handler breakingOffOnce() {
        AtomicInteger requests = new AtomicInteger();
        return exchange -> {
            if (requests.incrementAndGet() == 1) {
                exchange.close();
            } else {
                StubService.json(200, "{}").handle(exchange);
            }
        };
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
