package io.orderflow.relay.sample;

import io.orderflow.local.broker.Broker;
import io.orderflow.local.broker.BrokerPorts;
import io.orderflow.local.host.DataFolder;
import io.orderflow.local.process.ProcessRecords;
import io.orderflow.local.process.StackContext;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A RabbitMQ of the tests' own; on a machine where none is installed there is none. */
public final class RealBroker implements Closeable {

    private final Path folder;
    private final Broker broker;

    /** Starts it, and returns when it takes connections. */
    public RealBroker() throws IOException {
        folder = Files.createTempDirectory("rabbitmq");
        DataFolder data = new DataFolder(folder);
        Files.createDirectories(data.logs());
        broker = Broker.of(
                Broker.Kind.RABBITMQ,
                BrokerPorts.free(),
                new StackContext(data, new ProcessRecords(data.pids()), line -> {}, false));
        broker.start();
    }

    public static boolean isInstalled() {
        return Broker.Kind.preferred() == Broker.Kind.RABBITMQ;
    }

    public int port() {
        return broker.port();
    }

    public CachingConnectionFactory connections() {
        CachingConnectionFactory connections = new CachingConnectionFactory("127.0.0.1", port());
        connections.setUsername(Broker.USER);
        connections.setPassword(Broker.PASSWORD);
        return connections;
    }

    /** What the management API says of something, for instance of {@code queues/%2F/name}. */
    public JsonNode managed(String path) throws IOException, InterruptedException {
        String user = Broker.USER + ":" + Broker.PASSWORD;
        URI uri = broker.managementUri().orElseThrow().resolve("/api/" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new JsonMapper().readTree(answer.body());
    }

    @Override
    public void close() {
        broker.close();
        FileSystemUtils.deleteRecursively(folder.toFile()); // as far as nobody else is just deleting something of it
    }
}
