package io.orderflow.system.observability;

import static io.orderflow.system.driver.Orderflow.PATIENCE;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.host.Pause;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The Prometheus that is installed on this machine, with the project's own configuration and rules, made hasty: it scrapes and
 * evaluates every second, and an alert fires after a second in place of minutes.
 */
final class Prometheus implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Path FILES = ProjectRoot.of(Prometheus.class).resolve("deploy/observability/prometheus");

    private final Path folder = RunningSystem.data().resolve("prometheus");
    private final JsonClient http = new JsonClient(PATIENCE);
    private final URI uri;
    private final Process process;

    /** Returns when it has scraped all services of the stack, and RabbitMQ where the stack has one. */
    Prometheus(LocalStack stack) throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("prometheus.yml"), configuration(stack));
        Files.writeString(
                folder.resolve("rules/orderflow.yml"),
                Files.readString(FILES.resolve("rules/orderflow.yml"))
                        .replaceAll("for: \\dm", "for: 1s")
                        .replace("[1m]", "[5s]"));
        int port = FreePorts.next();
        uri = URI.create("http://127.0.0.1:" + port);
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + Files.createTempDirectory(folder, "data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        int targets = Service.values().length + (stack.metricsUri().isPresent() ? 2 : 0);
        await("a scrape of everything")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> query("up == 1").size() == targets);
    }

    /** Whether this machine has one. */
    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    private static String configuration(LocalStack stack) throws IOException {
        String configuration = Files.readString(FILES.resolve("prometheus.yml")).replaceAll(": 15s", ": 1s");
        for (Service service : Service.values()) {
            configuration = configuration.replaceAll(
                    service.title() + ":\\d+", stack.service(service).uri().getAuthority());
        }
        return stack.metricsUri().isPresent()
                ? configuration.replace(
                        "rabbitmq:15692", stack.metricsUri().get().getAuthority())
                : configuration;
    }

    /** The series that an expression has now. */
    List<JsonNode> query(String expression) {
        JsonResponse answer =
                http.get(uri.resolve("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
        if (answer.status() != 200) {
            throw new IllegalArgumentException(expression + ": " + answer.body());
        }
        return List.copyOf(answer.body().at("/data/result").values());
    }

    /** The labels of the alerts of that name that fire now. */
    List<JsonNode> firing(String alert) {
        return query("ALERTS{alertstate=\"firing\", alertname=\"%s\"}".formatted(alert)).stream()
                .map(series -> series.get("metric"))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        if (!Pause.until(process.onExit(), PATIENCE)) {
            process.destroyForcibly();
        }
    }
}
