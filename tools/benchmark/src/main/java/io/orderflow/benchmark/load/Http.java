package io.orderflow.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Blocking requests over connections that are kept open: little work per request, as the measured system shares the CPU. The
 * stack's own {@link io.orderflow.local.http.JsonClient} would take more of it, as {@code java.net.http} hands each request
 * from its caller's thread to others and back.
 */
public final class Http implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** A request that is not answered for longer fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CloseableHttpClient client;

    /** @param connections the most that are open at the same time */
    public Http(int connections) {
        this(connections, Optional.empty());
    }

    /** @param authorization the header that says who asks */
    public Http(int connections, Optional<String> authorization) {
        client = HttpClients.custom()
                .setDefaultHeaders(authorization.stream()
                        .map(value -> new BasicHeader(HttpHeaders.AUTHORIZATION, value))
                        .toList())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(PATIENCE))
                        .build())
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableRedirectHandling()
                .build();
    }

    /**
     * An answer whose body has been read to its end.
     *
     * @param retryAfter the time after which to come again, if the system says one
     */
    public record Answer(int status, String location, Optional<Duration> retryAfter, String body) {

        public JsonNode json() {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        }

        /**
         * This answer, which must have the status that the contract knows.
         *
         * @throws IllegalStateException with the body, if the status is another
         */
        public Answer require(int expected) {
            if (status != expected) {
                throw new IllegalStateException("The system answered %s: %s".formatted(status, body));
            }
            return this;
        }
    }

    public Answer get(URI uri) {
        return send(new HttpGet(uri));
    }

    public Answer post(URI uri, String json) {
        return send(postOf(uri, json));
    }

    /** Posts alike, at most once for the key, which is the request's {@code Idempotency-Key}. */
    public Answer post(URI uri, String json, String key) {
        HttpPost request = postOf(uri, json);
        request.setHeader("Idempotency-Key", key);
        return send(request);
    }

    private static HttpPost postOf(URI uri, String json) {
        HttpPost request = new HttpPost(uri);
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return request;
    }

    private Answer send(ClassicHttpRequest request) {
        try {
            return client.execute(request, response -> {
                String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
                return new Answer(
                        response.getCode(),
                        header(response, "Location").orElse(""),
                        header(response, "Retry-After").map(Long::parseLong).map(Duration::ofSeconds),
                        body);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> header(HttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
