package io.orderflow.local.observe;

import io.orderflow.local.http.JsonClient;
import io.orderflow.local.process.JavaProgram;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.ProcessServer;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Zipkin, in which traces can be looked at; it keeps them in memory, the last ones. It takes no OTLP: spans are written down for it
 * in its own form.
 */
public final class Zipkin extends ProcessServer {

    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(2));
    private static final int ACCEPTED = 202;

    private final JsonMapper json = new JsonMapper();
    private final Path jar;
    private final int port;

    /** @param jar Zipkin's own executable one */
    public Zipkin(Path jar, int port, StackContext context) {
        super(new ManagedProcess(
                "zipkin",
                new ManagedProcess.Launch(
                        JavaProgram.zipkin(jar, port),
                        Map.of("STORAGE_TYPE", "mem", "MEM_MAX_SPANS", "50000"),
                        StopSignal.TERM),
                () -> HTTP.isAnswered(api(port, "services")),
                context));
        this.jar = jar;
        this.port = port;
    }

    /** Where a person looks at traces. */
    public URI uri() {
        return URI.create("http://localhost:" + port + "/zipkin/");
    }

    /**
     * Hands spans over, to be looked at.
     *
     * @throws UncheckedIOException if Zipkin has not taken them
     */
    public void take(List<ReceivedSpan> spans) {
        String body =
                json.writeValueAsString(spans.stream().map(Zipkin::written).toList());
        int status = HTTP.post(api(port, "spans"), body).status();
        if (status != ACCEPTED) {
            throw new UncheckedIOException(new IOException("Zipkin answers with " + status));
        }
    }

    private static Map<String, Object> written(ReceivedSpan span) {
        Map<String, String> tags = new TreeMap<>(span.attributes());
        if (span.error() != null) {
            tags.put("error", span.error());
        }
        Map<String, Object> written = new TreeMap<>(Map.of(
                "traceId", span.traceId(),
                "id", span.spanId(),
                "name", span.name(),
                "timestamp", span.startMicros(),
                "duration", Math.max(1, span.durationMicros()),
                "localEndpoint", Map.of("serviceName", span.service()),
                "tags", tags));
        if (!span.parentId().isEmpty()) {
            written.put("parentId", span.parentId());
        }
        if (!span.kind().equals("INTERNAL")) {
            written.put("kind", span.kind());
        }
        return written;
    }

    private static URI api(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + "/api/v2/" + path);
    }

    @Override
    public String title() {
        return "Zipkin";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public void start() {
        JavaProgram.require(jar, "./run --observe fetches it");
        super.start();
    }
}
