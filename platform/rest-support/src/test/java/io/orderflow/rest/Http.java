package io.orderflow.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests as they are, also those that a proper client would not. */
public final class Http {

    private static final JsonMapper JSON = new JsonMapper();

    private final int port;

    public Http(int port) {
        this.port = port;
    }

    public Answer get(String target, String... headers) {
        return send("GET", target, "", headers);
    }

    public Answer postJson(String target, String body, String... headers) {
        String[] withType = Arrays.copyOf(headers, headers.length + 1);
        withType[headers.length] = "Content-Type: application/json";
        return send("POST", target, body, withType);
    }

    public Answer send(String method, String target, String body, String... headers) {
        return send(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer postBytes(String target, byte[] content) {
        return send("POST", target, content, "Content-Type: application/json");
    }

    /** Sends a body without saying how long it is. The answer may come in chunks, too. */
    Answer postChunked(String target, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        return exchange(
                "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(content.length) + "\r\n",
                content,
                "\r\n0\r\n\r\n");
    }

    private Answer send(String method, String target, byte[] content, String... headers) {
        // HTTP/1.0, so that the answer ends with the connection.
        String head = method + " " + target + " HTTP/1.0\r\nHost: localhost\r\n"
                + String.join(
                        "",
                        Arrays.stream(headers).map(header -> header + "\r\n").toList())
                + "Content-Length: " + content.length + "\r\n\r\n";
        return exchange(head, content, "");
    }

    private Answer exchange(String head, byte[] content, String tail) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(content);
            socket.getOutputStream().write(tail.getBytes(StandardCharsets.ISO_8859_1));
            return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was answered, from its first line to its last. */
    public record Answer(String text) {

        public int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        public String header(String name) {
            return text.substring(0, text.indexOf("\r\n\r\n"))
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        }

        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        public JsonNode json() {
            return JSON.readTree(body());
        }

        /** That this is a problem that a person understands. */
        public Answer isProblem(int status, String detail) {
            assertThat(text).startsWith("HTTP/1.1 " + status);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json().path("status").asInt()).isEqualTo(status);
            assertThat(json().path("detail").asString()).contains(detail);
            assertThat(body())
                    .doesNotContain(
                            "Exception", "io.orderflow", "java.", "jackson", "trace", "REDACTED", "Feature", "`");
            return this;
        }

        void namesFields(String... fields) {
            List<String> named = json().path("errors")
                    .valueStream()
                    .map(error -> error.path("field").asString())
                    .toList();
            assertThat(named).containsExactlyInAnyOrder(fields);
            assertThat(json().path("errors").valueStream())
                    .allSatisfy(error ->
                            assertThat(error.path("message").asString()).isNotBlank());
        }
    }
}
