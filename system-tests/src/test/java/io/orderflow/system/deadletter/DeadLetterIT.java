package io.orderflow.system.deadletter;

import static io.orderflow.system.driver.Orderflow.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.local.broker.Broker;
import io.orderflow.local.http.JsonResponse;
import io.orderflow.local.service.Service;
import io.orderflow.system.broker.Rabbit;
import io.orderflow.system.broker.Topology;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A message that cannot be read is neither lost nor in the way. */
@ExtendWith(RunningSystem.class)
class DeadLetterIT {

    private final Orderflow orderflow;

    DeadLetterIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @AfterEach
    void dropAll() {
        JsonResponse accepted = orderflow.post(Service.INVENTORY_COMMAND, "/dead-letters/drop", "{}");
        assertThat(accepted.status()).isEqualTo(202);
        await().untilAsserted(
                        () -> assertThat(deadLetters(Service.INVENTORY_COMMAND)).isEmpty());
    }

    @Test
    void isParkedWithTheReasonWhileOrdersGoOn() throws Exception {
        long product = orderflow.addProduct("Stool", 5);
        publish(Topology.CHECK_INVENTORY, Map.of("axon-message-id", "1"), "no JSON");

        long order = orderflow.placed(line(product, 1));

        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        assertThat(deadLetters(Service.INVENTORY_COMMAND)).singleElement().satisfies(letter -> {
            assertThat(letter.get("queue").asString()).isEqualTo(Topology.INVENTORY_CHECKS);
            assertThat(letter.get("body").asString()).isEqualTo("no JSON");
            assertThat(letter.get("reason").asString()).contains("axon-message-timestamp");
            assertThat(letter.get("headers").get("axon-message-id").asString()).isEqualTo("1");
        });
    }

    @Test
    void goesTheOrdinaryWayInWhenItIsHandedInAgain() throws Exception {
        publish(Topology.CHECK_INVENTORY, Map.of(), "still no JSON");
        String id = onlyLetter().get("id").asString();

        JsonResponse redriven = orderflow.post(Service.INVENTORY_COMMAND, "/dead-letters/" + id + "/redrive", "");

        assertThat(redriven.status()).isEqualTo(204);
        await().untilAsserted(() -> assertThat(deadLetters(Service.INVENTORY_COMMAND))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.get("id").asString()).isNotEqualTo(id);
                    assertThat(letter.get("body").asString()).isEqualTo("still no JSON");
                }));
    }

    @Test
    void isGoneWhenAnOperatorGivesItUp() throws Exception {
        publish(Topology.CHECK_INVENTORY, Map.of(), "garbage");
        String id = onlyLetter().get("id").asString();

        assertThat(drop(Service.INVENTORY_COMMAND, id).status()).isEqualTo(204);

        assertThat(deadLetters(Service.INVENTORY_COMMAND)).isEmpty();
        assertThat(drop(Service.INVENTORY_COMMAND, id).status()).isEqualTo(404);
    }

    @Test
    void leavesALineThatSaysWhoDidWhatWhen() throws Exception {
        publish(Topology.CHECK_INVENTORY, Map.of(), "one");
        String redriven = onlyLetter().get("id").asString();
        orderflow.post(Service.INVENTORY_COMMAND, "/dead-letters/" + redriven + "/redrive", "");
        String dropped = await().until(
                        this::onlyLetter, letter -> !letter.get("id").asString().equals(redriven))
                .get("id")
                .asString();
        drop(Service.INVENTORY_COMMAND, dropped);

        String when = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S+ .*";
        assertThat(orderflow.stack().service(Service.INVENTORY_COMMAND).log())
                .content()
                .containsPattern(when + "127\\.0\\.0\\.1 handed in dead letter " + redriven + " again")
                .containsPattern(when + "127\\.0\\.0\\.1 gave up dead letter " + dropped);
    }

    @Test
    void staysWhateverItsSenderWantedTheBrokerToDo() throws Exception {
        BasicProperties properties = new BasicProperties.Builder()
                .expiration("1000")
                // The queue by its name is reached from the exchange to which a message is parked.
                .headers(Map.of("CC", List.of(Topology.INVENTORY_CHECKS)))
                .build();
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.send(Topology.EXCHANGE, Topology.CHECK_INVENTORY, properties, "garbage".getBytes(UTF_8));
            rabbit.awaitConfirms();
        }
        String id = onlyLetter().get("id").asString();

        await().during(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(deadLetters(Service.INVENTORY_COMMAND))
                        .singleElement()
                        .satisfies(letter ->
                                assertThat(letter.get("id").asString()).isEqualTo(id)));
    }

    @Test
    void isParkedToo_whateverPropertiesAndHeadersItHas_whileOrdersGoOn() throws Exception {
        long product = orderflow.addProduct("Lamp", 5);
        List<BasicProperties> odd = List.of(
                new BasicProperties.Builder()
                        .headers(Map.of("springBatchFormat", "lengthHeader4"))
                        .build(),
                new BasicProperties.Builder()
                        .headers(Map.of("axon-message-id", "nul\0", "axon-message-type", "two\nlines"))
                        .build());
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            for (BasicProperties properties : odd) {
                rabbit.send(Topology.EXCHANGE, Topology.CHECK_INVENTORY, properties, "odd".getBytes(UTF_8));
            }
            rabbit.awaitConfirms();
        }

        long order = orderflow.placed(line(product, 1));

        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        await().untilAsserted(() -> assertThat(deadLetters(Service.INVENTORY_COMMAND))
                .hasSize(odd.size())
                .allSatisfy(letter -> assertThat(letter.get("body").asString()).isEqualTo("odd")));
    }

    @Test
    void isParkedToo_whateverItsSize_whileOrdersGoOn() throws Exception {
        assumeThat(orderflow.stack().broker().kind())
                .as("the broker takes what is larger than its heap")
                .isEqualTo(Broker.Kind.RABBITMQ);
        long product = orderflow.addProduct("Wardrobe", 5);
        byte[] huge = new byte[70 * 1024 * 1024];
        Arrays.fill(huge, (byte) 'x');
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.send(Topology.EXCHANGE, Topology.CHECK_INVENTORY, new BasicProperties(), huge);
            rabbit.awaitConfirms();
        }

        long order = orderflow.placed(line(product, 1));

        assertThat(orderflow.ended(order).text("status")).isEqualTo("confirmed");
        JsonNode letter = onlyLetter();
        assertThat(letter.get("size").asInt()).isEqualTo(huge.length);
        assertThat(letter.get("body").asString()).hasSize(2_000);
    }

    @Test
    void isWhatOnlyTheServiceItselfMaySay_andItsViewsGoOn() throws Exception {
        long product = orderflow.addProduct("Vase", 5);
        publish(
                Topology.CHECK_INVENTORY,
                Map.of(
                        "axon-message-id", "forged",
                        "axon-message-type", "StockReserved",
                        "axon-message-timestamp", "2026-01-01T00:00:00Z",
                        "axon-message-aggregate-id", "product-123456",
                        "axon-message-aggregate-type", "Product",
                        "axon-message-aggregate-seq", 0L),
                "{\"orderId\": 1, \"productId\": 123456, \"quantity\": 1}");

        assertThat(onlyLetter().get("reason").asString()).contains("StockReserved", "takes");
        long later = orderflow.addProduct("Later vase", 1);
        await().untilAsserted(() -> assertThat(
                        orderflow.get(Service.INVENTORY_COMMAND, "/products").rows())
                .extracting(row -> row.get("id").asLong())
                .contains(product, later));
    }

    private JsonNode onlyLetter() {
        return await().until(() -> deadLetters(Service.INVENTORY_COMMAND), letters -> letters.size() == 1)
                .get(0);
    }

    private List<JsonNode> deadLetters(Service service) {
        return orderflow
                .get(service, "/dead-letters")
                .body()
                .get("letters")
                .valueStream()
                .toList();
    }

    private JsonResponse drop(Service service, String id) {
        return orderflow.delete(service, "/dead-letters/" + id);
    }

    private void publish(String routingKey, Map<String, Object> headers, String body) throws Exception {
        try (Rabbit rabbit = new Rabbit(orderflow.stack())) {
            rabbit.publish(routingKey, headers, body);
        }
    }
}
