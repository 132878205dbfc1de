package io.orderflow.local.observe;

import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** Prometheus, where it is installed: it asks the services for their metrics, and evaluates the project's rules. */
public final class Prometheus implements Server {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(2));

    private final int port;
    private final Map<String, Integer> targets;
    private final Path rules;
    private final Path folder;
    private final ManagedProcess process;

    /**
     * @param targets the names of the services, and their ports
     * @param rules files of rules, as a pattern
     */
    public Prometheus(int port, Map<String, Integer> targets, Path rules, StackContext context) {
        this.port = port;
        this.targets = Map.copyOf(targets);
        this.rules = rules;
        this.folder = context.data().root().resolve("prometheus");
        this.process = new ManagedProcess(
                "prometheus",
                new ManagedProcess.Launch(
                        List.of(
                                PROGRAM.toString(),
                                "--config.file=" + configuration(),
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--storage.tsdb.retention.time=2d",
                                "--web.listen-address=127.0.0.1:" + port),
                        Map.of(),
                        StopSignal.TERM),
                this::isUp,
                context);
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Where a person looks at metrics and alerts. */
    public URI uri() {
        return URI.create("http://localhost:" + port);
    }

    private Path configuration() {
        return folder.resolve("prometheus.yml");
    }

    private boolean isUp() {
        try {
            return HTTP.get(uri().resolve("/api/v1/status/buildinfo")).status() == 200;
        } catch (UncheckedIOException | JacksonException e) {
            return false;
        }
    }

    @Override
    public String title() {
        return "Prometheus";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(process.log());
    }

    @Override
    public void start() {
        String jobs = targets.entrySet().stream()
                .map(target -> """
                          - job_name: %s
                            metrics_path: /actuator/prometheus
                            static_configs:
                              - targets: ["127.0.0.1:%s"]
                        """.formatted(target.getKey(), target.getValue()))
                .collect(Collectors.joining());
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration(), """
                    global:
                      scrape_interval: 5s
                      evaluation_interval: 5s
                    rule_files: ["%s"]
                    scrape_configs:
                    %s""".formatted(rules, jobs));
        } catch (IOException e) {
            throw new StackException("Prometheus cannot be configured: " + e.getMessage(), e);
        }
        process.start();
        process.awaitReady();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
