package io.orderflow.system.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.Ports;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The containers of {@code docker-compose.yml}, with volumes of their own: {@code ./mvnw verify -Pcompose}. */
@Tag("compose")
class ComposeIT {

    private static final Path ROOT = ProjectRoot.of(ComposeIT.class);
    private static final Path LOG = ROOT.resolve("system-tests/target/compose.log");
    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(60));

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(LOG.getParent());
        Files.deleteIfExists(LOG);
        compose("down", "--volumes");
        compose("up", "--build", "--wait");
    }

    @AfterAll
    static void stop() throws Exception {
        compose("down", "--volumes");
    }

    @Test
    void everyServiceIsHealthyAndStartedFromItsCache() throws Exception {
        for (Service service : Service.values()) {
            assertThat(get(service, "/health").text("status")).isEqualTo("healthy");
        }
        assertThat(logs()).contains("Started").doesNotContain("[warning][aot", "[error][aot");
    }

    @Test
    void ordersAreBroughtToTheirEnds() {
        long product = post(Service.INVENTORY_COMMAND, "/products", "{\"name\": \"Lamp\", \"stock\": 10}")
                .number("id");

        long confirmed =
                post(Service.ORDER_COMMAND, "/orders", order(product, 2)).number("id");
        long cancelled =
                post(Service.ORDER_COMMAND, "/orders", order(product, 99)).number("id");

        assertThat(end(confirmed)).isEqualTo("confirmed");
        assertThat(end(cancelled)).isEqualTo("cancelled");
        assertThat(get(Service.INVENTORY_COMMAND, "/products/" + product).number("stock"))
                .isEqualTo(8);
        assertThat(notificationsOf(confirmed)).hasSize(1);
        assertThat(notificationsOf(cancelled)).hasSize(1);
    }

    @Test
    void whatWatchesThemIsDescribedRight() throws Exception {
        compose("--profile", "observability", "config", "--quiet");
    }

    private static String order(long product, int quantity) {
        return "{\"product_id\": %s, \"quantity\": %s, \"unit_price\": 9.50}".formatted(product, quantity);
    }

    private static String end(long order) {
        return await("the end of order " + order)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> get(Service.ORDER_COMMAND, "/orders/" + order).text("status"),
                        status -> !status.equals("pending"));
    }

    private static List<JsonNode> notificationsOf(long order) {
        return await("a notification of order " + order)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> get(Service.NOTIFICATION_PROJECTION, "/notifications/order/" + order)
                                .rows(),
                        rows -> !rows.isEmpty());
    }

    private static JsonResponse get(Service service, String path) {
        return HTTP.get(uri(service, path));
    }

    private static JsonResponse post(Service service, String path, String body) {
        return HTTP.post(uri(service, path), body);
    }

    private static URI uri(Service service, String path) {
        return ServiceProcess.uriOf(Ports.standard().of(service)).resolve(path);
    }

    private static String logs() throws Exception {
        compose("logs", "--no-color");
        return Files.readString(LOG);
    }

    /** Runs {@code docker compose} on containers that are no others', and adds what it says to the log. */
    private static void compose(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", "orderflow-test"));
        command.addAll(List.of(arguments));
        int exitCode = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start()
                .waitFor();
        assertThat(exitCode).as("%s; see %s", String.join(" ", command), LOG).isZero();
    }
}
