package io.orderflow.gateway.exchange;

import io.orderflow.gateway.outage.NoAnswerException;
import io.orderflow.gateway.outage.Outage;
import io.orderflow.gateway.settings.GatewayProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Asks a service, and asks again, once, where it gave no answer and a repeat is harmless: the request only reads, or has an
 * {@code Idempotency-Key}.
 */
@Component
class ServiceExchange implements ProxyExchange {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final HttpClient http;
    private final EventStreams streams;
    private final Duration limit;

    private final Semaphore waiting;

    ServiceExchange(HttpClient http, EventStreams streams, GatewayProperties properties, Semaphore waitingForClients) {
        this.http = http;
        this.streams = streams;
        this.limit = properties.responseTimeout();
        this.waiting = waitingForClients;
    }

    /** @throws NoAnswerException if the service gives none */
    @Override
    public ServerResponse exchange(Request request) {
        if (EventStreams.isAskedForBy(request)) {
            return streams.open(request);
        }
        RequestBody body = body(request);
        try {
            return ask(request, body);
        } catch (NoAnswerException e) {
            if (e.outage().isBrief() && isHarmless(request) && (body == null || body.canBeSent())) {
                return ask(request, body);
            }
            throw e;
        }
    }

    private RequestBody body(Request request) {
        try {
            return RequestBody.of(request.getServerRequest().servletRequest(), waiting, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("The client broke off", e);
        }
    }

    private static boolean isHarmless(Request request) {
        return request.getMethod().equals(HttpMethod.GET)
                || request.getMethod().equals(HttpMethod.HEAD)
                || request.getHeaders().containsHeader(IDEMPOTENCY_KEY);
    }

    private ServerResponse ask(Request request, RequestBody body) {
        HttpUriRequestBase asked = new HttpUriRequestBase(request.getMethod().name(), request.getUri());
        request.getHeaders().forEach((name, values) -> values.forEach(value -> asked.addHeader(name, value)));
        if (body != null) {
            body.sendBy(asked);
        }
        try {
            return new OrdinaryAnswer(request, http.executeOpen(HttpHost.create(request.getUri()), asked, null));
        } catch (IOException e) {
            throw new NoAnswerException(outage(e), e);
        }
    }

    private static Outage outage(IOException failure) {
        if (failure instanceof ConnectionRequestTimeoutException) {
            return Outage.BUSY;
        }
        if (failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException) {
            return Outage.UNREACHABLE;
        }
        return failure instanceof SocketTimeoutException ? Outage.OVERDUE : Outage.BROKEN_OFF;
    }
}
