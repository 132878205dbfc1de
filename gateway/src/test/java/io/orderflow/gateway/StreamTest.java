package io.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamTest extends GatewayTest {

    private static final int MORE_THAN_THREADS = 250;

    /** Sends one event for each permit, and notes when it cannot any more. */
    private static final class Events implements StubService.Handler {
        final Semaphore next = new Semaphore(0);
        final CountDownLatch clientIsGone = new CountDownLatch(1);

        @Override
        public void handle(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.flush();
            try {
                for (int id = 1; ; id++) {
                    next.acquire();
                    body.write(("id: " + id + "\ndata: event " + id + "\n\n").getBytes(StandardCharsets.UTF_8));
                    body.flush();
                }
            } catch (IOException e) {
                clientIsGone.countDown();
                exchange.close();
            } catch (InterruptedException e) {
                exchange.close();
            }
        }
    }

    @Test
    void eventsComeOneByOneAndTheStreamOutlivesTheLimitForAnswers() throws Exception {
        Events events = new Events();
        ORDERS.answers(events);

        HttpResponse<InputStream> stream =
                HTTP.send(request("/orders/stream").header("Last-Event-ID", "7").build(), BodyHandlers.ofInputStream());
        assertThat(header(stream, "Content-Type")).startsWith("text/event-stream");
        assertThat(ORDERS.last().headers().getFirst("Last-Event-ID")).isEqualTo("7");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            events.next.release();
            assertThat(event(lines)).isEqualTo("id: 1 data: event 1");
            TimeUnit.MILLISECONDS.sleep(1_500); // the limit is 1 s
            events.next.release();
            assertThat(event(lines)).isEqualTo("id: 2 data: event 2");
        }

        Awaitility.await().until(() -> {
            events.next.release(); // only who writes notices
            return events.clientIsGone.getCount() == 0;
        });
    }

    @Test
    void aServiceIsLeftAloneWhereTheClientWentBeforeTheStreamBegan() throws Exception {
        Events events = new Events();
        CountDownLatch clientWent = new CountDownLatch(1);
        ORDERS.answers(exchange -> {
            await(clientWent);
            events.handle(exchange);
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
            client.setSoLinger(true, 0); // closed with a reset: the gateway cannot write any more
            client.getOutputStream()
                    .write("GET /orders/stream HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> !ORDERS.received().isEmpty());
        }
        clientWent.countDown();

        Awaitility.await().until(() -> {
            events.next.release();
            return events.clientIsGone.getCount() == 0;
        });
    }

    @Test
    void moreStreamsAreOpenThanThereAreThreads() throws Exception {
        CountDownLatch allAreOpen = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        NOTIFICATIONS.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            await(allAreOpen);
            exchange.getResponseBody().write("id: 1\ndata: event 1\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(end);
            exchange.close();
        });
        List<InputStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                streams.add(HTTP.send(
                                request("/notifications")
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body());
            }

            assertThat(get("/orders").statusCode()).isEqualTo(200);
            allAreOpen.countDown();
            for (InputStream stream : streams) {
                assertThat(event(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))))
                        .isEqualTo("id: 1 data: event 1");
            }
        } finally {
            end.countDown();
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void aStreamOfAServiceThatIsAwayIsAProblem() throws Exception {
        NOTIFICATIONS.stop();
        try {
            assertThat(get("/notifications/stream").statusCode()).isEqualTo(503);
        } finally {
            NOTIFICATIONS.startAgain();
        }
    }

    @Test
    void anAcceptHeaderThatCannotBeReadAsksForNoStream() throws Exception {
        HttpResponse<String> answer = send(request("/orders").header("Accept", "foo"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ORDERS.last().headers().getFirst("Accept")).isEqualTo("foo");

        NOTIFICATIONS.stop();
        try {
            assertThat(send(request("/notifications").header("Accept", "foo")).statusCode())
                    .isEqualTo(503);
        } finally {
            NOTIFICATIONS.startAgain();
        }
    }

    @Test
    void aRefusedStreamIsPassedOn() throws Exception {
        ORDERS.answers(StubService.json(422, "{\"detail\":\"limit\"}"));

        HttpResponse<String> refused = get("/orders/stream?status=odd");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).isEqualTo("{\"detail\":\"limit\"}");
    }

    static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String event(BufferedReader lines) throws IOException {
        String event = lines.readLine() + " " + lines.readLine();
        lines.readLine();
        return event;
    }
}
