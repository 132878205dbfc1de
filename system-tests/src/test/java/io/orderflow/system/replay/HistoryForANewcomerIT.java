package io.orderflow.system.replay;

import static io.orderflow.system.driver.Orderflow.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.orderflow.local.broker.Broker;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A consumer that comes later has all of history with nothing but a RabbitMQ client and {@code docs/replay.md}.
 */
@ExtendWith(RunningSystem.class)
class HistoryForANewcomerIT {

    private static final JsonMapper JSON = new JsonMapper();

    private final Orderflow orderflow;

    HistoryForANewcomerIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void hasAllEventsThatWereEverPublishedAndThoseThatFollow() throws Exception {
        long product = orderflow.addProduct("Lamp", 10);
        long earlier = orderflow.placed(line(product, 1));
        orderflow.ended(earlier);

        ConnectionFactory broker = new ConnectionFactory();
        broker.setHost("127.0.0.1");
        broker.setPort(orderflow.stack().broker().port());
        broker.setUsername(Broker.USER);
        broker.setPassword(Broker.PASSWORD);
        try (Connection connection = broker.newConnection()) {
            List<Delivery> received = new CopyOnWriteArrayList<>();
            Channel channel = connection.createChannel();
            String queue = "audit-" + UUID.randomUUID();
            channel.queueDeclare(queue, true, false, false, Map.of());
            channel.queueBind(queue, Topology.EXCHANGE, Topology.NOTIFICATION_OF_ORDER);
            channel.queueBind(queue, Topology.EXCHANGE, "inventory.*");
            channel.basicConsume(queue, true, (tag, message) -> received.add(message), tag -> {});

            channel.basicPublish(
                    Topology.EXCHANGE,
                    "replay.request",
                    new BasicProperties.Builder()
                            .correlationId("audit-1")
                            .replyTo(queue)
                            .deliveryMode(2)
                            .build(),
                    "{\"routing_keys\": [\"notifications.order\", \"inventory.*\"]}".getBytes(UTF_8));
            await("the ends of two histories")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> ofType(received, "ReplayFinished").size() == 2);
            long later = orderflow.placed(line(product, 1));
            await("a live event").until(() -> statesOf(later, received).contains("OrderConfirmed"));
            channel.queueDelete(queue);

            assertThat(statesOf(earlier, received))
                    .containsExactlyInAnyOrder("OrderPlaced", "StockReserved", "OrderConfirmed");
            assertThat(statesOf(later, received))
                    .containsExactlyInAnyOrder("OrderPlaced", "StockReserved", "OrderConfirmed");
            assertNumberedFromOneToTheNumberThatTheEndSays(received);
        }
    }

    private static void assertNumberedFromOneToTheNumberThatTheEndSays(List<Delivery> received) {
        Map<String, List<Long>> numbers = received.stream()
                .filter(message -> header(message, "x-replay-sequence") != null)
                .collect(groupingBy(
                        message -> header(message, "x-replay-origin").toString(),
                        mapping(message -> (Long) header(message, "x-replay-sequence"), toList())));
        for (Delivery end : ofType(received, "ReplayFinished")) {
            long sent = body(end).get("events").asLong();
            assertThat(numbers.get(header(end, "x-replay-origin").toString()))
                    .isEqualTo(LongStream.rangeClosed(1, sent).boxed().toList());
        }
        assertThat(numbers).containsOnlyKeys("order-command", "inventory-command");
    }

    private static List<String> statesOf(long order, List<Delivery> received) {
        return received.stream()
                .filter(message -> body(message).path("orderId").asLong(-1) == order)
                .map(message -> message.getProperties().getType())
                .toList();
    }

    private static List<Delivery> ofType(List<Delivery> received, String type) {
        return received.stream()
                .filter(message -> type.equals(message.getProperties().getType()))
                .toList();
    }

    private static Object header(Delivery message, String name) {
        Map<String, Object> headers = message.getProperties().getHeaders();
        return headers == null ? null : headers.get(name);
    }

    private static JsonNode body(Delivery message) {
        return JSON.readTree(message.getBody());
    }
}
