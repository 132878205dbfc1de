package io.orderflow.local.http;

import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends JSON over HTTP, and reads what is answered, whatever its status. For any number of threads.
 *
 * <p>Where no answer comes in time, or none at all, that is an {@link UncheckedIOException}; an answer that is not JSON is a
 * {@link tools.jackson.core.JacksonException}.
 */
public final class JsonClient {

    private static final int OK = 200;

    private final Duration timeout;
    private final Map<String, String> headersOfAll;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http;

    /** @param timeout how long to wait for a connection, and then for an answer */
    public JsonClient(Duration timeout) {
        this(timeout, Map.of());
    }

    /**
     * One that sends headers with each request.
     *
     * @param timeout how long to wait for a connection, and then for an answer
     */
    public JsonClient(Duration timeout, Map<String, String> headers) {
        this(timeout, headers, HttpClient.newBuilder());
    }

    private JsonClient(Duration timeout, Map<String, String> headers, HttpClient.Builder client) {
        this.timeout = timeout;
        this.headersOfAll = Map.copyOf(headers);
        this.http = client.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** One that trusts servers as the context says. */
    public static JsonClient over(SSLContext tls, Duration timeout) {
        return new JsonClient(timeout, Map.of(), HttpClient.newBuilder().sslContext(tls));
    }

    public JsonResponse get(URI uri) {
        return send("GET", uri, "", Map.of());
    }

    /** Whether there is somebody who answers with JSON and 200 now. */
    public boolean isAnswered(URI uri) {
        try {
            return get(uri).status() == OK;
        } catch (UncheckedIOException | JacksonException e) {
            return false;
        }
    }

    public JsonResponse post(URI uri, String body) {
        return send("POST", uri, body, Map.of());
    }

    /** Sends a request of any method; the body may be empty, and is JSON if no header says otherwise. */
    public JsonResponse send(String method, URI uri, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        headersOfAll.forEach(request::setHeader);
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new JsonResponse(
                    response.statusCode(),
                    header(response, "Content-Type"),
                    header(response, "Location"),
                    read(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for " + uri, e);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private JsonNode read(byte[] body) {
        return body.length == 0 ? MissingNode.getInstance() : json.readTree(body);
    }
}
