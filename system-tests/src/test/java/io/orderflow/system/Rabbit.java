package io.orderflow.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.orderflow.local.Broker;
import io.orderflow.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The broker, as somebody with a client library and the management API meets it. */
final class Rabbit implements AutoCloseable {

    static final String EXCHANGE = "orders_exchange";

    /** The services' queues, and the routing keys of each. */
    static final Map<String, List<String>> QUEUES = Map.of(
            "inventory_checks", List.of("inventory.check", "inventory.release"),
            "order_responses", List.of("inventory.response"),
            "notifications", List.of("notifications.#"));

    private static final int CONFIRM_MILLIS = 10_000;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();

    private final LocalStack stack;
    private final Connection connection;
    private final Channel channel;

    Rabbit(LocalStack stack) throws Exception {
        this.stack = stack;
        ConnectionFactory broker = new ConnectionFactory();
        broker.setPort(stack.broker().port());
        broker.setUsername(Broker.USER);
        broker.setPassword(Broker.PASSWORD);
        connection = broker.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    Channel channel() {
        return channel;
    }

    void bind(String queue) throws IOException {
        for (String key : QUEUES.get(queue)) {
            channel.queueBind(queue, EXCHANGE, key);
        }
    }

    void unbind(String queue) throws IOException {
        for (String key : QUEUES.get(queue)) {
            channel.queueUnbind(queue, EXCHANGE, key);
        }
    }

    /** Returns when the broker has taken the message. */
    void publish(String routingKey, Map<String, Object> headers, String body) throws Exception {
        BasicProperties.Builder properties = new BasicProperties.Builder();
        send(
                EXCHANGE,
                routingKey,
                headers.isEmpty()
                        ? properties.build()
                        : properties.headers(headers).build(),
                body.getBytes(UTF_8));
        awaitConfirms();
    }

    void send(String exchange, String routingKey, BasicProperties properties, byte[] body) throws IOException {
        channel.basicPublish(exchange, routingKey, properties, body);
    }

    /** Returns when the broker has taken all that was sent. */
    void awaitConfirms() throws Exception {
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    /** How many messages are in the services' queues, those that were delivered and are not acknowledged included. */
    long messagesInWorkQueues() throws Exception {
        long messages = 0;
        for (String queue : QUEUES.keySet()) {
            messages += stack.managementUri().isPresent() ? messagesManagedIn(queue) : channel.messageCount(queue);
        }
        return messages;
    }

    /** As the management API says; where it knows nothing yet, there may be some. */
    private long messagesManagedIn(String queue) throws Exception {
        JsonNode messages =
                JSON.readTree(management("GET", "queues/%2F/" + queue, "")).path("messages");
        return messages.isNumber() ? messages.asLong() : 1;
    }

    /** RabbitMQ only. */
    String management(String method, String path, String body) throws Exception {
        URI uri = stack.managementUri().orElseThrow().resolve("/api/" + path);
        String user = Base64.getEncoder().encodeToString((Broker.USER + ":" + Broker.PASSWORD).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Basic " + user)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return response.body();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
