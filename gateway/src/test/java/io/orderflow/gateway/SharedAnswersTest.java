package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a service is doing, asked by many at a time. */
class SharedAnswersTest extends GatewayTest {

    private static final int CONSOLES = 20;
    private static final String PROCESSORS = "/services/order-command/processors";

    @BeforeEach
    void forgetWhatOtherTestsWereTold() throws Exception {
        post(PROCESSORS + "/none/pause", "");
        ORDERS.reset();
    }

    @Test
    void howeverManyAskItIsAskedOnceASecond() throws Exception {
        ORDERS.answers(StubService.json(200, "[1]", "ETag", "\"3\""));
        long begun = System.nanoTime();
        for (int console = 0; console < CONSOLES; console++) {
            HttpResponse<String> told = get(PROCESSORS);
            assertThat(told.body()).isEqualTo("[1]");
            assertThat(header(told, "ETag")).isEqualTo("\"3\"");
            assertThat(header(told, "Content-Type")).isEqualTo("application/json");
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat((long) ORDERS.received().size()).isLessThanOrEqualTo(seconds + 1);

        ORDERS.answers(StubService.json(200, "[2]"));
        await().until(() -> get(PROCESSORS).body().equals("[2]"));
    }

    @Test
    void nobodyIsToldWhatWasAnsweredToAnother() throws Exception {
        ORDERS.answers(
                exchange -> StubService.json(200, exchange.getRequestHeaders().getFirst("Authorization") + "")
                        .handle(exchange));

        for (String token : List.of("Bearer one", "Bearer two")) {
            assertThat(send(request(PROCESSORS).header("Authorization", token)).body())
                    .isEqualTo(token);
        }
        assertThat(get(PROCESSORS).body()).isEqualTo("null");
    }

    @Test
    void afterWhatAnOperatorHasDoneItIsAskedAgain() throws Exception {
        get(PROCESSORS);
        ORDERS.answers(StubService.json(200, "[2]"));
        post(PROCESSORS + "/views/pause", "");

        assertThat(get(PROCESSORS).body()).isEqualTo("[2]");
    }

    @Test
    void anotherQuestionIsAsked_andSoIsWhatWasNoSuccess() throws Exception {
        ORDERS.answers(StubService.json(503, "{}"));
        assertThat(get(PROCESSORS).statusCode()).isEqualTo(503);
        ORDERS.answers(StubService.json(200, "[2]"));
        assertThat(get(PROCESSORS).body()).isEqualTo("[2]");

        get(PROCESSORS + "?of=another");
        assertThat(ORDERS.last().path()).isEqualTo("/processors?of=another");
    }

    @Test
    void ordersAreNeverShared() throws Exception {
        get("/orders/1");
        get("/orders/1");

        assertThat(ORDERS.received()).hasSize(2);
    }

    @Test
    void aServiceThatBreaksOffIsNoAnswer() throws Exception {
        ORDERS.answers(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('[');
            throw new IOException("broken off");
        });

        assertThat(get(PROCESSORS).statusCode()).isEqualTo(502);
    }
}
