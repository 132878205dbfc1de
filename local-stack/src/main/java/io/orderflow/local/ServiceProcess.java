package io.orderflow.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** One running instance of a service. It is ready when its {@code GET /health} says that it is healthy. */
public final class ServiceProcess extends ManagedProcess {

    private static final Pattern HEALTHY = Pattern.compile("\"status\"\\s*:\\s*\"healthy\"");
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Service service;
    private final URI uri;

    ServiceProcess(
            String name, Service service, Path jar, int port, Map<String, String> environment, StackContext context) {
        super(name, new Launch(JavaProgram.service(jar), environment, StopSignal.TERM), () -> isHealthy(port), context);
        this.service = service;
        this.uri = uriOf(port);
    }

    public Service service() {
        return service;
    }

    /** The root of its REST interface, e.g. {@code http://localhost:8001}. */
    public URI uri() {
        return uri;
    }

    /** Waits until the service is healthy. */
    public void awaitHealthy() {
        awaitReady(Duration.ofMinutes(2));
    }

    static URI uriOf(int port) {
        return URI.create("http://localhost:" + port);
    }

    private static boolean isHealthy(int port) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uriOf(port).resolve("/health").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                connection.disconnect();
                return false;
            }
            try (InputStream body = connection.getInputStream()) {
                return HEALTHY.matcher(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .find();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
