package io.orderflow.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.DeliverCallback;
import io.orderflow.local.Broker;
import io.orderflow.local.LocalStack;
import io.orderflow.local.Service;
import io.orderflow.local.ServiceProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * The promise under faults: while clients place orders, something breaks and is mended. Then the load stops, everything
 * that was accepted comes to its end, and the result is counted. The long form, {@code -Dfaults=long}, breaks more.
 */
@ExtendWith(RunningSystem.class)
class FaultsIT {

    private static final boolean LONG = "long".equals(System.getProperty("faults"));
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final Random RANDOM = new Random();

    private final Orderflow orderflow;
    private final LocalStack stack;
    private Map<Long, Long> stock;
    private String script;
    private int dropped;

    FaultsIT(Orderflow orderflow) {
        this.orderflow = orderflow;
        this.stack = orderflow.stack();
    }

    @BeforeEach
    void stockUp(TestInfo test) {
        script = test.getDisplayName();
        stock = Stream.of("Apple", "Pear", "Plum", "Fig", "Lime")
                .map(name -> orderflow.addProduct(name, LONG ? 20_000 : 1_000))
                .collect(toMap(Function.identity(), orderflow::stockOf));
    }

    @Test
    void servicesAreKilled() throws Exception {
        underLoad(() -> {
            for (int kills = 0; kills < (LONG ? 12 : 4); kills++) {
                ServiceProcess service =
                        stack.services().get(kills % stack.services().size());
                pause(RANDOM.nextInt(2_000));
                service.kill();
                await("its restart").atMost(DRAIN).until(service::isAlive);
                service.awaitHealthy();
            }
        });
    }

    @Test
    void theBrokerIsStoppedForAWhile() throws Exception {
        underLoad(() -> {
            pause(1_000);
            stack.broker().stop();
            pause(LONG ? 30_000 : 8_000);
            stack.broker().start();
        });
    }

    @Test
    void theBrokerIsKilled() throws Exception {
        assumeRabbitMq();
        underLoad(() -> {
            pause(1_500);
            stack.broker().kill();
            pause(1_500);
            stack.broker().start();
        });
    }

    @Test
    void connectionsToTheBrokerAreResetAndSlowed() throws Exception {
        TcpProxy proxy = orderflow.brokerProxy();
        underLoad(() -> {
            for (int round = 0; round < (LONG ? 10 : 3); round++) {
                pause(RANDOM.nextInt(1_500));
                proxy.reset();
                pause(RANDOM.nextInt(1_500));
                proxy.delay(200);
                pause(1_000);
                proxy.delay(0);
            }
        });
    }

    @Test
    void postgresIsRestarted() throws Exception {
        underLoad(() -> {
            pause(1_500);
            stack.postgres().stop();
            pause(LONG ? 10_000 : 2_000);
            stack.postgres().start();
        });
    }

    @Test
    void mongoIsRestarted() throws Exception {
        underLoad(() -> {
            pause(1_500);
            stack.mongo().stop();
            pause(LONG ? 10_000 : 2_000);
            stack.mongo().start();
        });
    }

    @Test
    void everyMessageIsDeliveredThreeTimesInAnyOrder() throws Exception {
        try (Rabbit rabbit = new Rabbit(stack)) {
            Map<String, String> queues = Map.of(
                    "inventory.check", "inventory_checks",
                    "inventory.release", "inventory_checks",
                    "inventory.response", "order_responses",
                    "notifications.order", "notifications",
                    "notifications.inventory", "notifications");
            var copies = new ConcurrentLinkedQueue<com.rabbitmq.client.Delivery>();
            String tap = rabbit.channel().queueDeclare().getQueue();
            rabbit.channel().queueBind(tap, Rabbit.EXCHANGE, "#");
            DeliverCallback copy = (consumer, message) -> copies.add(message);
            rabbit.channel().basicConsume(tap, true, copy, consumer -> {});
            underLoad(() -> {
                for (int round = 0; round < (LONG ? 30 : 8); round++) {
                    pause(1_000);
                    List<com.rabbitmq.client.Delivery> again = new ArrayList<>();
                    for (var next = copies.poll(); next != null; next = copies.poll()) {
                        again.add(next);
                        again.add(next);
                    }
                    Collections.shuffle(again, RANDOM);
                    for (var message : again) {
                        String queue = queues.get(message.getEnvelope().getRoutingKey());
                        rabbit.publish("", queue, message.getProperties(), message.getBody());
                    }
                }
            });
        }
    }

    @Test
    void aQueueIsUnboundForAWhile() throws Exception {
        underLoad(() -> {
            try (Rabbit rabbit = new Rabbit(stack)) {
                pause(1_000);
                rabbit.channel().queueUnbind("inventory_checks", Rabbit.EXCHANGE, "inventory.check");
                pause(LONG ? 10_000 : 3_000);
                rabbit.channel().queueBind("inventory_checks", Rabbit.EXCHANGE, "inventory.check");
            }
        });
    }

    @Test
    void poisonIsAmongTheMessages() throws Exception {
        List<String> routingKeys = List.of("inventory.check", "inventory.response", "notifications.order");
        try (Rabbit rabbit = new Rabbit(stack)) {
            int[] poisons = {0};
            underLoad(() -> {
                for (int round = 0; round < (LONG ? 60 : 10); round++) {
                    pause(300);
                    for (String routingKey : routingKeys) {
                        Poison poison = Poison.KINDS.get(poisons[0]++ % Poison.KINDS.size());
                        rabbit.publish(routingKey, poison.headers(), poison.body());
                    }
                }
            });
            await("every poison in its dead-letter queue")
                    .atMost(DRAIN)
                    .untilAsserted(() -> assertThat(dropDeadLetters()).isEqualTo(poisons[0]));
        }
    }

    @Test
    void theBrokerRefusesPublishes() throws Exception {
        assumeRabbitMq();
        underLoad(() -> {
            pause(1_000);
            management(
                    "PUT",
                    "{\"pattern\": \"^inventory_checks$\", \"apply-to\": \"queues\", \"definition\":"
                            + " {\"max-length\": 0, \"overflow\": \"reject-publish\"}}");
            pause(LONG ? 10_000 : 3_000);
            management("DELETE", "");
        });
    }

    @Test
    void twoInstancesOfEachServiceWorkTogetherAndOneOfEachIsKilled() throws Exception {
        List<ServiceProcess> others =
                Stream.of(Service.values()).map(stack::startAnother).toList();
        try {
            underLoad(() -> {
                for (Service service : Service.values()) {
                    pause(2_000);
                    stack.service(service).kill();
                }
                stack.services().forEach(ServiceProcess::awaitHealthy);
            });
        } finally {
            others.forEach(stack::stopAnother);
        }
    }

    /** Drops what is in the dead-letter queues, and says how many that were so far in this script. */
    private int dropDeadLetters() {
        for (Service service : Service.values()) {
            for (JsonNode letter : orderflow.get(service, "/dead-letters").rows()) {
                assertThat(letter.get("reason").asString()).isNotBlank();
                orderflow.delete(service, "/dead-letters/" + letter.get("id").asString());
                dropped++;
            }
        }
        return dropped;
    }

    private void management(String method, String policy) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        stack.managementUri().orElseThrow().resolve("/api/policies/%2F/refuse"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(UTF_8)))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(policy))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    }

    private void underLoad(Fault fault) throws Exception {
        List<Long> accepted;
        try (Load load = new Load(orderflow, List.copyOf(stock.keySet()))) {
            pause(1_000);
            fault.happen();
            pause(1_000);
            accepted = load.stop();
        }
        long drainFrom = System.nanoTime();
        stack.services().forEach(ServiceProcess::awaitHealthy);
        // Where something is missing for good, the assertion below says what.
        Tally tally = settled(accepted);
        double seconds = (System.nanoTime() - drainFrom) / 1e9;
        System.out.printf("%s: %s, sagas left %d, drained in %.1f s%n", script, tally, sagasLeft(), seconds);

        assertThat(tally)
                .isEqualTo(
                        new Tally(accepted.size(), tally.confirmed(), tally.cancelled(), 0, accepted.size(), 0, 0, 0));
        assertThat(accepted).as("the load").hasSizeGreaterThan(20);
        await("every saga's end").atMost(DRAIN).until(() -> sagasLeft() == 0);
    }

    private Tally settled(List<Long> accepted) {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        Tally tally = Tally.of(orderflow, accepted, stock);
        while (!tally.isSettled() && System.nanoTime() < deadline) {
            pause(500);
            tally = Tally.of(orderflow, accepted, stock);
        }
        return tally;
    }

    private long sagasLeft() throws Exception {
        try (Connection orders = DriverManager.getConnection(
                        stack.postgres().jdbcUrl("orders"),
                        io.orderflow.local.Postgres.USER,
                        io.orderflow.local.Postgres.PASSWORD);
                ResultSet count = orders.createStatement().executeQuery("SELECT count(*) FROM saga_entry")) {
            count.next();
            return count.getLong(1);
        }
    }

    private void assumeRabbitMq() {
        assumeThat(stack.broker().kind())
                .as("the embedded broker is not started again by this test")
                .isEqualTo(Broker.Kind.RABBITMQ);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface Fault {
        void happen() throws Exception;
    }
}
