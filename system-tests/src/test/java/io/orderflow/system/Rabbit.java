package io.orderflow.system;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.orderflow.local.Broker;
import io.orderflow.local.LocalStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The broker, as somebody with a client library meets it. */
final class Rabbit implements AutoCloseable {

    static final String EXCHANGE = "orders_exchange";

    private static final int CONFIRM_MILLIS = 10_000;

    private final Connection connection;
    private final Channel channel;

    Rabbit(LocalStack stack) throws Exception {
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

    void publish(String routingKey, Map<String, Object> headers, String body) throws Exception {
        BasicProperties properties =
                new BasicProperties.Builder().headers(headers).build();
        publish(EXCHANGE, routingKey, properties, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns when the broker has taken the message. */
    synchronized void publish(String exchange, String routingKey, BasicProperties properties, byte[] body)
            throws Exception {
        channel.basicPublish(exchange, routingKey, properties, body);
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
