package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** More clients than there are threads, who ask for a stream of a service that answers nothing. */
@TestPropertySource(properties = "orderflow.gateway.response-timeout=1m")
class StreamsThatHangTest extends GatewayTest {

    private static final int MORE_THAN_THREADS = 250;
    private static final int STREAMS_THAT_BEGIN = 20;

    @Test
    void theyLeaveThreadsForOthers() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ORDERS.answers(exchange -> {
            StreamTest.await(end);
            exchange.close();
        });
        List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                streams.add(HTTP.sendAsync(request("/orders/stream").build(), BodyHandlers.ofString()));
            }
            Awaitility.await().until(() -> refused(streams).size() == MORE_THAN_THREADS - STREAMS_THAT_BEGIN);

            assertThat(refused(streams)).allSatisfy(refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(header(refused, "Retry-After")).isEqualTo("2");
                assertThat(refused.body()).contains("order-command is busy");
            });
            assertThat(ORDERS.received()).hasSize(STREAMS_THAT_BEGIN);
            assertThat(get("/products").statusCode()).isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    private static List<HttpResponse<String>> refused(List<CompletableFuture<HttpResponse<String>>> streams) {
        return streams.stream()
                .filter(stream -> stream.isDone() && !stream.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }
}
