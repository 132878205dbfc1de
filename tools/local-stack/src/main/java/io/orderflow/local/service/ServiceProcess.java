package io.orderflow.local.service;

import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import io.orderflow.local.program.ServiceProgram;
import io.orderflow.local.tls.TlsFiles;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One running instance of a service. It is ready when its {@code GET /health} says that it is healthy. */
public final class ServiceProcess extends ManagedProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final JsonClient HTTP = new JsonClient(PATIENCE);
    private static final int OK = 200;

    private final Service service;
    private final ServiceProgram program;
    private final URI uri;

    /**
     * @param name its own among all instances
     * @param environment what tells it its port and where its servers are
     * @param tls present where it talks by TLS alone
     */
    public ServiceProcess(
            String name,
            Service service,
            ServiceProgram program,
            int port,
            Map<String, String> environment,
            Optional<TlsFiles> tls,
            StackContext context) {
        this(
                name,
                service,
                program,
                tls.isPresent() ? URI.create("https://localhost:" + port) : uriOf(port),
                tls.map(files -> JsonClient.over(files.clientContext(), PATIENCE))
                        .orElse(HTTP),
                environment,
                context);
    }

    private ServiceProcess(
            String name,
            Service service,
            ServiceProgram program,
            URI uri,
            JsonClient http,
            Map<String, String> environment,
            StackContext context) {
        super(
                name,
                new Launch(() -> program.command(context.data().classes(name)), environment, StopSignal.TERM),
                () -> isHealthy(http, uri),
                context);
        this.service = service;
        this.program = program;
        this.uri = uri;
    }

    public Service service() {
        return service;
    }

    /** The root of its REST interface, e.g. {@code http://localhost:8001}. */
    public URI uri() {
        return uri;
    }

    /** Does what need not wait for the servers that it needs. */
    public void prepare() {
        program.prepare();
    }

    /** Waits until the service is healthy, apart from processors that somebody has paused. */
    public void awaitHealthy() {
        awaitReady();
    }

    /** The root of the REST interface of a service that listens on a port. */
    public static URI uriOf(int port) {
        return URI.create("http://localhost:" + port);
    }

    /** What an operator has paused does not mend itself. */
    private static boolean isWanted(JsonNode problem) {
        return problem.path("component").asString("").equals("pausedProcessors");
    }

    private static boolean isHealthy(JsonClient http, URI uri) {
        try {
            JsonResponse health = http.get(uri.resolve("/health"));
            return health.status() == OK
                    && health.body().path("problems").valueStream().allMatch(ServiceProcess::isWanted);
        } catch (UncheckedIOException | JacksonException e) {
            return false;
        }
    }
}
