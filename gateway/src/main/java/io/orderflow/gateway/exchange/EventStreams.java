package io.orderflow.gateway.exchange;

import io.orderflow.gateway.limit.OpenStreams;
import io.orderflow.gateway.outage.NoAnswerException;
import io.orderflow.gateway.outage.Outage;
import io.orderflow.gateway.settings.GatewayProperties;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/** Opens streams of server-sent events. They last, so no thread waits for one that is open. */
@Component
class EventStreams {

    private static final String PATH = "/stream";

    /** Before the headers are there, a thread waits for each. */
    private static final int BEGINNING_AT_A_SERVICE = 20;

    private final HttpClient http;
    private final Map<String, Semaphore> beginning = new ConcurrentHashMap<>();
    private final OpenStreams open;
    private final Duration limit;

    EventStreams(HttpClient http, OpenStreams open, GatewayProperties properties) {
        this.http = http;
        this.open = open;
        this.limit = properties.responseTimeout();
    }

    /** By what browsers say, and by the path for others. */
    static boolean isAskedForBy(ProxyExchange.Request request) {
        return request.getMethod().equals(HttpMethod.GET)
                && (request.getUri().getPath().endsWith(PATH)
                        || accepted(request.getHeaders()).contains(MediaType.TEXT_EVENT_STREAM));
    }

    private static List<MediaType> accepted(HttpHeaders headers) {
        try {
            return headers.getAccept();
        } catch (InvalidMediaTypeException e) { // which is the service's to refuse
            return List.of();
        }
    }

    ServerResponse open(ProxyExchange.Request request) {
        Runnable closed = open.add(request.getServerRequest().servletRequest());
        try {
            return open(request, closed);
        } catch (RuntimeException e) {
            closed.run();
            throw e;
        }
    }

    private ServerResponse open(ProxyExchange.Request request, Runnable closed) {
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(request.getUri()).timeout(limit).GET();
        request.getHeaders().forEach((name, values) -> values.forEach(value -> asked.header(name, value)));
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> received = begin(asked.build());
            HttpHeaders headers = new HttpHeaders();
            received.headers().map().forEach(headers::addAll);
            return new StreamedAnswer(request, received.statusCode(), headers, received.body(), closed);
        } catch (HttpConnectTimeoutException | ConnectException | SSLHandshakeException e) {
            throw new NoAnswerException(Outage.UNREACHABLE, e);
        } catch (HttpTimeoutException e) {
            throw new NoAnswerException(Outage.OVERDUE, e);
        } catch (IOException e) {
            throw new NoAnswerException(Outage.BROKEN_OFF, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a service was asked", e);
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> begin(HttpRequest asked)
            throws IOException, InterruptedException {
        Semaphore places =
                beginning.computeIfAbsent(asked.uri().getAuthority(), service -> new Semaphore(BEGINNING_AT_A_SERVICE));
        if (!places.tryAcquire(1, TimeUnit.SECONDS)) {
            throw new NoAnswerException(Outage.BUSY, new IOException("No stream has begun for a second"));
        }
        try {
            return http.send(asked, HttpResponse.BodyHandlers.ofPublisher());
        } finally {
            places.release();
        }
    }
}
