package io.orderflow.system.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.orderflow.local.LocalStack;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.http.JsonClient;
import io.orderflow.local.http.JsonResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** The broker, as somebody with a client library and the management API meets it. */
public final class Rabbit implements AutoCloseable {

    private static final int CONFIRM_MILLIS = 10_000;
    private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(60));

    private final LocalStack stack;
    private final Connection connection;
    private final Channel channel;

    public Rabbit(LocalStack stack) throws IOException, TimeoutException {
        this.stack = stack;
        ConnectionFactory broker = new ConnectionFactory();
        broker.setPort(stack.broker().port());
        broker.setUsername(Broker.USER);
        broker.setPassword(Broker.PASSWORD);
        connection = broker.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** What it says that it is, with its version. */
    public String product() {
        Map<String, Object> properties = connection.getServerProperties();
        return properties.get("product") + " " + properties.get("version");
    }

    public Channel channel() {
        return channel;
    }

    /** Takes one of the services' queues away from all messages to come. */
    public void unbind(String queue) throws IOException {
        for (String key : Topology.QUEUES.get(queue)) {
            channel.queueUnbind(queue, Topology.EXCHANGE, key);
        }
    }

    /** Returns when the broker has taken the message. */
    public void publish(String routingKey, Map<String, Object> headers, String body) throws Exception {
        BasicProperties.Builder properties = new BasicProperties.Builder();
        send(
                Topology.EXCHANGE,
                routingKey,
                headers.isEmpty()
                        ? properties.build()
                        : properties.headers(headers).build(),
                body.getBytes(UTF_8));
        awaitConfirms();
    }

    /** Sends a message; {@link #awaitConfirms()} tells when the broker has taken it. */
    public void send(String exchange, String routingKey, BasicProperties properties, byte[] body) throws IOException {
        channel.basicPublish(exchange, routingKey, properties, body);
    }

    /** Returns when the broker has taken all that was sent. */
    public void awaitConfirms() throws Exception {
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    /** How many messages are in these queues, those that were delivered and are not acknowledged included. */
    public long messagesIn(Set<String> queues) throws IOException {
        long messages = 0;
        for (String queue : queues) {
            messages += stack.managementUri().isPresent() ? messagesManagedIn(queue) : channel.messageCount(queue);
        }
        return messages;
    }

    /** As the management API says; where it knows nothing yet, there may be some. */
    private long messagesManagedIn(String queue) {
        JsonNode messages = management("GET", "queues/%2F/" + queue, "").path("messages");
        return messages.isNumber() ? messages.asLong() : 1;
    }

    /** Asks RabbitMQ's management API, which must agree, and gives its answer. */
    public JsonNode management(String method, String path, String body) {
        URI uri = stack.managementUri().orElseThrow().resolve("/api/" + path);
        String user = Base64.getEncoder().encodeToString((Broker.USER + ":" + Broker.PASSWORD).getBytes(UTF_8));
        JsonResponse response = HTTP.send(method, uri, body, Map.of("Authorization", "Basic " + user));
        assertThat(response.status()).as("%s", response.body()).isBetween(200, 299);
        return response.body();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
