package io.orderflow.local.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.orderflow.local.host.Server;
import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Takes traces by OTLP over HTTP, as a collector does, and hands them on. */
public final class OtlpReceiver implements Server {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final int port;
    private final Consumer<List<ReceivedSpan>> listener;
    private HttpServer http;
    private ExecutorService threads;

    /** @param listener if it throws an {@link UncheckedIOException}, the sender is told that it has to try again */
    public OtlpReceiver(int port, Consumer<List<ReceivedSpan>> listener) {
        this.port = port;
        this.listener = listener;
    }

    /** Where to send traces. */
    public URI tracesUri() {
        return URI.create("http://127.0.0.1:" + port + "/v1/traces");
    }

    @Override
    public String title() {
        return "OTLP receiver";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Optional<Path> log() {
        return Optional.empty();
    }

    @Override
    public synchronized void start() {
        if (http != null) {
            return;
        }
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new StackException("The OTLP receiver cannot be started: " + e.getMessage(), e);
        }
        threads = Executors.newFixedThreadPool(2, OtlpReceiver::daemon);
        http.setExecutor(threads);
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "otlp-receiver");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void stop() {
        if (http != null) {
            http.stop(0);
            threads.shutdownNow();
            http = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = OK;
            try (InputStream body = body(exchange)) {
                listener.accept(OtlpSpans.of(ExportTraceServiceRequest.parseFrom(body)));
            } catch (UncheckedIOException e) {
                status = UNAVAILABLE;
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }
}
