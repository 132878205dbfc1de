package io.orderflow.local.observe;

import io.orderflow.local.host.StackException;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.ProcessServer;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Prometheus, where it is installed: it asks the services for their metrics, and evaluates the project's rules. */
public final class Prometheus extends ProcessServer {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(2));

    private final int port;
    private final Path files;
    private final Map<String, String> addresses;
    private final Path folder;

    /**
     * @param files the project's configuration and rules
     * @param addresses where that is here which is at other addresses there
     */
    public Prometheus(int port, Path files, Map<String, String> addresses, StackContext context) {
        super(new ManagedProcess(
                "prometheus",
                new ManagedProcess.Launch(command(port, folder(context)), Map.of(), StopSignal.TERM),
                () -> HTTP.isAnswered(uri(port).resolve("/api/v1/status/buildinfo")),
                context));
        this.port = port;
        this.files = files;
        this.addresses = Map.copyOf(addresses);
        this.folder = folder(context);
    }

    private static Path folder(StackContext context) {
        return context.data().root().resolve("prometheus");
    }

    private static List<String> command(int port, Path folder) {
        return List.of(
                PROGRAM.toString(),
                "--config.file=" + configuration(folder),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=2d",
                "--web.listen-address=127.0.0.1:" + port);
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Where a person looks at metrics and alerts. */
    public URI uri() {
        return uri(port);
    }

    private static URI uri(int port) {
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

    private static Path configuration(Path folder) {
        return folder.resolve("prometheus.yml");
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
    public void start() {
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration(folder), adapted(Files.readString(files.resolve("prometheus.yml"))));
        } catch (IOException e) {
            throw new StackException("Prometheus cannot be configured: " + e.getMessage(), e);
        }
        super.start();
    }
}
