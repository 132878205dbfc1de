package io.orderflow.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Stands for a service: answers as a test says, and keeps what it was asked. */
final class StubService implements AutoCloseable {

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SSLContext tls;
    private final int port;
    private volatile Handler handler;
    private HttpServer server;

    /** What it was asked, as it came. */
    record Received(String method, String path, Headers headers, String body) {}

    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    StubService() {
        this(null);
    }

    /** @param tls null for one that speaks in plain text */
    StubService(SSLContext tls) {
        this.tls = tls;
        start(0);
        port = server.getAddress().getPort();
        reset();
    }

    static Handler json(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** Goes away when it has read the request. */
    static Handler breakingOff() {
        return HttpExchange::close;
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void answers(Handler next) {
        handler = next;
    }

    void reset() {
        received.clear();
        handler = json(200, "{}");
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    void stop() {
        server.stop(0);
    }

    void startAgain() {
        start(port);
    }

    private void start(int wanted) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
            server = tls == null ? HttpServer.create(address, 0) : https(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    body));
            handler.handle(exchange);
        });
        server.start();
    }

    private HttpServer https(InetSocketAddress address) throws IOException {
        HttpsServer created = HttpsServer.create(address, 0);
        created.setHttpsConfigurator(new HttpsConfigurator(tls));
        return created;
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
