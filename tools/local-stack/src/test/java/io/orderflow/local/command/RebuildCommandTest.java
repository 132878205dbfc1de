package io.orderflow.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.orderflow.local.host.StackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildCommandTest {

    private static final String REBUILD = "/projections/orders/rebuilds/3";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Map<String, URI> services = new LinkedHashMap<>();
    private final Deque<String> progress = new ArrayDeque<>();
    private HttpServer orders;
    private HttpServer inventory;

    @BeforeEach
    void start() throws IOException {
        orders = service("order-command", "[{\"name\": \"orders\"}]");
        inventory = service("inventory-command", "[{\"name\": \"products\"}]");
        orders.createContext("/projections/orders/rebuild", exchange -> {
            exchange.getResponseHeaders().add("Location", REBUILD);
            answer(exchange, exchange.getRequestMethod().equals("POST") ? 202 : 405, "{}");
        });
        orders.createContext(REBUILD, exchange -> {
            String next = progress.size() > 1 ? progress.remove() : progress.peek();
            answer(exchange, next.isEmpty() ? 503 : 200, next.isEmpty() ? "{}" : next);
        });
    }

    @AfterEach
    void stop() {
        orders.stop(0);
        inventory.stop(0);
    }

    @Test
    void aRebuildIsShownLineByLineUntilItIsDone() {
        progress.addAll(List.of(
                running(0, 0), running(25_000, 25.0), running(26_000, 26.0), running(50_000, 50.0), finished()));

        command(false).run("orders");

        assertThat(shown.toString(UTF_8)).isEqualToNormalizingNewlines("""
                Rebuilding orders. Ctrl-C ends the display, not the rebuild.
                [                    ]   0.0 %  0 of 100000 events  0/s
                [=====               ]  25.0 %  25000 of 100000 events  500/s  2:30 min left
                [==========          ]  50.0 %  50000 of 100000 events  1000/s  50 s left
                [====================] 100.0 %  100000 of 100000 events  2000/s
                Done: orders has been built from 100000 events.
                """);
    }

    @Test
    void onATerminalOneLineIsDrawnAgainAndAgain() {
        progress.addAll(List.of(running(50_000, 50.0), finished()));

        command(true).run("orders");

        assertThat(shown.toString(UTF_8).lines())
                .containsExactly(
                        "Rebuilding orders. Ctrl-C ends the display, not the rebuild.",
                        "", // a return to the beginning of the line ends one for lines()
                        "[==========          ]  50.0 %  50000 of 100000 events  1000/s  50 s left\u001b[K",
                        "[====================] 100.0 %  100000 of 100000 events  2000/s\u001b[K",
                        "Done: orders has been built from 100000 events.");
    }

    @Test
    void aRebuildThatFailsSaysWhy() {
        progress.add("""
                {"state": "failed", "processed": 7, "total": 9, "percent": 77.8, "events_per_second": 7, "reason": "no room"}""");

        assertFails("orders", "The rebuild of orders failed, and the old model is as it was: no room");
    }

    @Test
    void aRebuildIsRefusedWhileAnotherRuns() {
        orders.removeContext("/projections/orders/rebuild");
        orders.createContext(
                "/projections/orders/rebuild",
                exchange -> answer(exchange, 409, "{\"detail\": \"A rebuild of orders is running\"}"));

        assertFails("orders", "A rebuild of orders is running.");
    }

    @Test
    void anUnknownProjectionIsAnsweredWithTheKnownOnes() {
        assertFails("sales", "There is no projection 'sales'. Known are: orders, products.");
    }

    @Test
    void anUnknownProjectionMayBeThatOfAServiceThatDoesNotRun() {
        orders.stop(0);

        assertFails(
                "orders",
                "There is no projection 'orders'. Known are: products." + System.lineSeparator()
                        + "order-command does not answer at " + services.get("order-command") + ".");
    }

    @Test
    void withoutARunningSystemItIsSaidHowToStartIt() {
        orders.stop(0);
        inventory.stop(0);

        assertFails(
                "orders",
                "Orderflow is not running; ./run starts it. Nothing answers at " + services.get("order-command") + ", "
                        + services.get("inventory-command") + ".");
    }

    @Test
    void aServiceThatIsAwayForAWhileIsWaitedFor() {
        progress.addAll(List.of(running(50_000, 50.0), "", "", finished()));

        command(false).run("orders");

        assertThat(shown.toString(UTF_8))
                .endsWith("Done: orders has been built from 100000 events." + System.lineSeparator());
    }

    @Test
    void aServiceThatStaysAwayIsNotWaitedForForEver() {
        progress.addAll(List.of(running(50_000, 50.0), ""));

        assertFails(
                command(false, Duration.ofMillis(200)),
                "orders",
                "The service answers no more. The rebuild goes on when it is back; GET "
                        + services.get("order-command").resolve(REBUILD) + " says how far it is.");
    }

    private static String running(long processed, double percent) {
        return """
                {"state": "running", "processed": %s, "total": 100000, "percent": %s, "events_per_second": %s}""".formatted(processed, percent, processed / 50);
    }

    private static String finished() {
        return """
                {"state": "finished", "processed": 100000, "total": 100000, "percent": 100.0, "events_per_second": 2000}""";
    }

    private RebuildCommand command(boolean terminal) {
        return command(terminal, Duration.ofSeconds(30));
    }

    private RebuildCommand command(boolean terminal, Duration patience) {
        return new RebuildCommand(
                services, new PrintStream(shown, true, UTF_8), terminal, Duration.ofMillis(1), patience, Map.of());
    }

    private void assertFails(String projection, String reason) {
        assertFails(command(false), projection, reason);
    }

    private static void assertFails(RebuildCommand command, String projection, String reason) {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> command.run(projection))
                .withMessage(reason);
    }

    private HttpServer service(String title, String projections) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/projections", exchange -> answer(exchange, 200, projections));
        server.start();
        services.put(title, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
