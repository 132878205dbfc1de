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
import tools.jackson.core.JacksonException;

/** Prometheus, where it is installed: it asks the services for their metrics, and evaluates the project's rules. */
public final class Prometheus implements Server {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(2));

    private final int port;
    private final Path files;
    private final Map<String, String> addresses;
    private final Path folder;
    private final ManagedProcess process;

    /**
     * @param files the project's configuration and rules
     * @param addresses where that is here which is at other addresses there
     */
    public Prometheus(int port, Path files, Map<String, String> addresses, StackContext context) {
        this.port = port;
        this.files = files;
        this.addresses = Map.copyOf(addresses);
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

    /** For a person who looks at it: often, and of what is here. */
    private String adapted(String configuration) {
        String adapted = configuration
                .replace(": 15s", ": 5s")
                .replace(
                        "rules/*.yml",
                        "'" + files.resolve("rules/*.yml").toString().replace("'", "''") + "'");
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            adapted = adapted.replace(address.getKey(), address.getValue());
        }
        return adapted;
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
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration(), adapted(Files.readString(files.resolve("prometheus.yml"))));
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
