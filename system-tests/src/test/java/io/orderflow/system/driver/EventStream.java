package io.orderflow.system.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.issuer.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of server-sent events. It speaks HTTP/1.0, so that what follows the head is what was written. */
public final class EventStream implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * An event, or a sign of life.
     *
     * @param data null where there is none
     */
    public record Event(String id, String type, JsonNode data) {}

    private final Socket socket;
    private final BufferedReader in;

    private EventStream(URI address, Map<String, String> headers) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        StringBuilder head = new StringBuilder("GET %s?%s HTTP/1.0\r\nHost: localhost\r\n"
                .formatted(address.getRawPath(), address.getRawQuery() == null ? "" : address.getRawQuery()));
        headers.forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(in.readLine()).startsWith("HTTP/1.1 200");
        while (!in.readLine().isEmpty()) {
            // the rest of the head
        }
    }

    /** From now on. */
    public static EventStream of(URI address) throws IOException {
        return new EventStream(address, Map.of());
    }

    /** After the event with an id. */
    public static EventStream after(String id, URI address) throws IOException {
        return new EventStream(address, Map.of("Last-Event-ID", id));
    }

    /** From now on, for who has a token. */
    public static EventStream with(String token, URI address) throws IOException {
        return new EventStream(address, Tokens.header(token));
    }

    /** The data of the next event that has some. */
    public JsonNode nextData() throws IOException {
        JsonNode data = null;
        while (data == null) {
            data = next().data();
        }
        return data;
    }

    /**
     * The next one that has an id; null if the connection has ended.
     *
     * @throws InterruptedIOException if the thread was interrupted, as by a test's time-out
     */
    public Event next() throws IOException {
        if (Thread.interrupted()) {
            throw new InterruptedIOException();
        }
        String id = null;
        String type = "message";
        JsonNode data = null;
        String line = in.readLine();
        while (line != null && (!line.isEmpty() || id == null)) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                type = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = JSON.readTree(line.substring("data: ".length()));
            }
            line = in.readLine();
        }
        return line == null ? null : new Event(id, type, data);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
