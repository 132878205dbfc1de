package io.orderflow.system.kubernetes;

import static org.awaitility.Awaitility.await;

import io.orderflow.local.LocalStack;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.service.Service;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A packaged service that is started as the chart says, with other servers and ports. */
final class Pod implements AutoCloseable {

    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(20));

    private final JsonNode spec;
    private final Map<String, Integer> ports;
    private final Process process;

    private Pod(JsonNode spec, Map<String, Integer> ports, Process process) {
        this.spec = spec;
        this.ports = ports;
        this.process = process;
    }

    /**
     * Starts what a pod would, from what the stack's own services are started from, which is quicker.
     *
     * @param spec the pod's own
     * @param others what is to be had in place of what the chart says, and for its secrets
     */
    static Pod start(LocalStack stack, Service service, JsonNode spec, Map<String, String> others) {
        JsonNode container = spec.at("/containers/0");
        Map<String, Integer> ports = new HashMap<>();
        Map<String, String> environment = new HashMap<>();
        container
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asString(), variable.path("value").asString("")));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SERVER_PORT", String.valueOf(free(ports, "http")));
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(free(ports, "management")));
        environment.put("JAVA_TOOL_OPTIONS", RunningSystem.SHORT_LIFE);
        environment.putAll(others);
        Path log =
                RunningSystem.data().resolveSibling("pods").resolve(service.title() + "-" + ports.get("http") + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        stack.program(service).command(log.resolveSibling(log.getFileName() + ".classes")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            return new Pod(spec, ports, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int free(Map<String, Integer> ports, String name) {
        int port = FreePorts.next();
        ports.put(name, port);
        return port;
    }

    /** What a probe of the container is answered now; 0 for no answer. */
    int probe(String name) {
        JsonNode request = spec.at("/containers/0").path(name).path("httpGet");
        try {
            return HTTP.get(uri(request.path("port").asString())
                            .resolve(request.path("path").asString()))
                    .status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Waits until a probe is answered so; fails when the process ends before. */
    void awaitProbe(String name, int status) {
        await(name + " is " + status)
                .atMost(Orderflow.PATIENCE)
                .failFast("the process has ended", () -> !process.isAlive())
                .until(() -> probe(name) == status);
    }

    URI uri(String port) {
        return URI.create("http://127.0.0.1:" + ports.get(port));
    }

    /** Waits for the process to end by itself, and gives its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(Orderflow.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It does not end: " + List.of(process.info()));
        }
        return process.exitValue();
    }

    /** Whether it ends within the time that the cluster leaves it, of which it sleeps for a part before it is told. */
    boolean endsInTime() throws InterruptedException {
        long grace = spec.path("terminationGracePeriodSeconds").asLong()
                - spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong();
        process.destroy();
        return process.waitFor(grace, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
