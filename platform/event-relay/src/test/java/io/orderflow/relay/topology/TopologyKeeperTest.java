package io.orderflow.relay.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.sample.RealBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.boot.health.contributor.Status;

/** What becomes of queues and exchange when somebody changes them in a real RabbitMQ. */
@EnabledIf("io.orderflow.relay.sample.RealBroker#isInstalled")
class TopologyKeeperTest {

    private static final String EXCHANGE = "weather";
    private static final String QUEUE = "almanac";
    private static final String DEAD = "almanac.dead";
    private static final String REQUESTS = "station_history";

    private static RealBroker broker;

    private CachingConnectionFactory connections;
    private Channel operator;
    private TopologyKeeper keeper;
    private Worker worker;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = new RealBroker();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        broker.close();
    }

    @BeforeEach
    void connect() {
        connections = broker.connections();
        operator = connections.createConnection().createChannel(false);
    }

    @AfterEach
    void deleteAll() throws IOException {
        if (worker != null) {
            worker.stop();
        }
        Channel cleaner = connections.createConnection().createChannel(false);
        cleaner.exchangeDelete(EXCHANGE);
        for (String queue : List.of(QUEUE, DEAD, REQUESTS, REQUESTS + ".dead")) {
            cleaner.queueDelete(queue);
        }
        connections.destroy();
    }

    @ParameterizedTest
    @EnumSource
    void theTypeOfEachQueueIsTheOneThatWasAskedFor(QueueType type) throws Exception {
        keep(type);

        for (String queue : List.of(QUEUE, DEAD, REQUESTS, REQUESTS + ".dead")) {
            assertThat(broker.managed("queues/%2F/" + queue).path("type").asString())
                    .as(queue)
                    .isEqualTo(type.name().toLowerCase(Locale.ROOT));
        }
        assertThat(keeper.health().getStatus()).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsLookedAtOverAndOverAgainStaysInItsQueue(QueueType type) throws Exception {
        keep(type);
        publish("", DEAD);

        for (int looks = 0; looks < 50; looks++) {
            Channel reader = connections.createConnection().createChannel(false);
            await().until(() -> {
                GetResponse letter = reader.basicGet(DEAD, false);
                return letter != null;
            });
            reader.basicRecover(true);
            reader.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDeletedOrUnboundIsThereAgainAndTakesMessages(QueueType type) throws Exception {
        keep(type);
        publish(EXCHANGE, "weather.RainFell");

        operator.exchangeDelete(EXCHANGE);
        awaitTaken(EXCHANGE, "weather.RainFell");
        operator.queueUnbind(QUEUE, EXCHANGE, "weather.#");
        awaitTaken(EXCHANGE, "weather.SunShone");
        operator.queueDelete(QUEUE);
        awaitTaken(EXCHANGE, "weather.RainFell");
        operator.queueDelete(DEAD);
        awaitTaken("", DEAD);
        operator.queueDelete(REQUESTS);
        awaitTaken(EXCHANGE, Topology.REPLAY_REQUEST);
    }

    @ParameterizedTest
    @EnumSource
    void aQueueInAnotherFormIsNamedWithWhatToDo_holdsNothingElseUp_andIsMadeAnewWhenItIsDeleted(QueueType type)
            throws Exception {
        operator.queueDeclare(QUEUE, true, false, false, null);
        Instant before = Instant.now();

        keep(type);

        assertThat(keeper.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThat(keeper.health().getDetails())
                .hasEntrySatisfying(
                        "queue almanac",
                        reason -> assertThat(reason.toString())
                                .contains("in another form", "rabbitmqctl delete_queue almanac", "PRECONDITION_FAILED"))
                .hasEntrySatisfying(
                        "since",
                        since -> assertThat(Instant.parse(since.toString())).isAfterOrEqualTo(before))
                .hasSize(2);
        publish(EXCHANGE, "weather.RainFell");

        operator.queueDelete(QUEUE);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> keeper.health().getStatus().equals(Status.UP));
        awaitTaken(EXCHANGE, "weather.RainFell");
    }

    @ParameterizedTest
    @EnumSource
    void anExchangeInAnotherFormIsNamed(QueueType type) throws Exception {
        operator.exchangeDeclare(EXCHANGE, "direct", true);

        keep(type);

        assertThat(keeper.health().getDetails()).containsKey("exchange weather").hasSize(2);
    }

    @Test
    void whoOpensAConnectionWaitsForNobodyWhoDeclaresOnAnother() {
        Connection connection = connections.createConnection();
        AtomicBoolean first = new AtomicBoolean(true);
        Declaration whileWhichAnotherIsOpened = new Declaration("queue", "", channel -> {
            if (first.getAndSet(false)) {
                assertThat(CompletableFuture.runAsync(() -> keeper.onCreate(connection)))
                        .succeedsWithin(Duration.ofSeconds(20));
            }
        });
        EventRelayProperties relay = relay(QueueType.CLASSIC);
        keeper = new TopologyKeeper(
                connections,
                List.of(whileWhichAnotherIsOpened),
                new PartitionCheck(relay, new Partitions(relay, 1), Duration.ZERO));

        keeper.run();

        assertThat(first).isFalse();
    }

    private static EventRelayProperties relay(QueueType type) {
        return new EventRelayProperties(
                EXCHANGE,
                type,
                Map.of(QUEUE, List.of("weather.#")),
                null,
                null,
                Map.of("station", REQUESTS),
                null,
                null,
                Duration.ofSeconds(10));
    }

    private void keep(QueueType type) {
        connections.resetConnection();
        EventRelayProperties relay = relay(type);
        Partitions partitions = new Partitions(relay, 1);
        keeper = new TopologyKeeper(
                connections, Topology.of(relay, partitions), new PartitionCheck(relay, partitions, Duration.ZERO));
        connections.addConnectionListener(keeper);
        operator = connections.createConnection().createChannel(false);
        worker = new Worker("topology", keeper, Duration.ofMillis(100));
        worker.start();
    }

    private void awaitTaken(String exchange, String routingKey) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThatCode(() -> publish(exchange, routingKey)).doesNotThrowAnyException());
    }

    private void publish(String exchange, String routingKey) {
        new ConfirmingPublisher(connections, Duration.ofSeconds(10))
                .publish(List.of(new OutgoingMessage(exchange, routingKey, new BasicProperties(), new byte[] {1})));
    }
}
