package io.orderflow.relay.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.relay.sample.RealBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.health.contributor.Status;

/** What a service finds that starts with a number of partitions, at a real RabbitMQ. */
@EnabledIf("io.orderflow.relay.sample.RealBroker#isInstalled")
class PartitionCheckTest {

    private static RealBroker broker;

    private final List<CachingConnectionFactory> services = new ArrayList<>();
    private CachingConnectionFactory connections;
    private Channel operator;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = new RealBroker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        connections = broker.connections();
        operator = connections.createConnection().createChannel(false);
    }

    @AfterEach
    void deleteAll() throws Exception {
        services.forEach(CachingConnectionFactory::destroy);
        for (String queue : queues()) {
            operator.queueDelete(queue);
        }
        connections.destroy();
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "4, 1", "4, 2", "4, 8", "2, 3"})
    void givenQueuesOfAnotherNumberThatAreAtRest_thenTheNumberIsChanged(int before, int after) throws Exception {
        start(before, QueueType.CLASSIC);

        start(after, QueueType.CLASSIC);

        assertThat(queues()).containsExactlyInAnyOrderElementsOf(queuesOf(after));
    }

    @ParameterizedTest
    @EnumSource
    void givenQueuesOfAnyType_thenTheNumberIsChanged(QueueType type) throws Exception {
        start(1, type);
        start(2, type);
        start(1, type);

        assertThat(queues()).containsExactlyInAnyOrderElementsOf(queuesOf(1));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 4, checks",
        "4, 1, checks.03",
        "4, 2, checks.00",
        "4, 8, checks.01",
        "1, 2, news",
        "2, 1, news.shared"
    })
    void givenAMessageInAQueueOfAnotherNumber_thenItRefusesAndSaysWhichAndWhatToDo_andTouchesNothing(
            int before, int after, String queue) throws Exception {
        start(before, QueueType.CLASSIC);
        operator.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, new byte[] {1});
        operator.queueDeclarePassive(queue);

        assertThatThrownBy(() -> start(after, QueueType.CLASSIC))
                .isInstanceOf(PartitionsDisagreeException.class)
                .hasMessageContaining("have " + after + " partitions")
                .hasMessageContaining(queue + " has 1 messages");

        assertThat(queues()).containsExactlyInAnyOrderElementsOf(queuesOf(before));
    }

    @ParameterizedTest
    @CsvSource({"1, 4, checks", "4, 1, checks.03", "4, 8, checks.01", "8, 4, checks.02", "2, 1, news.shared"})
    void givenAServiceThatRunsWithAnotherNumber_thenItRefuses(int running, int told, String readByTheOther)
            throws Exception {
        CachingConnectionFactory other = start(running, QueueType.CLASSIC);
        Channel reader = other.createConnection().createChannel(false);
        reader.basicConsume(readByTheOther, new DefaultConsumer(reader));

        assertThatThrownBy(() -> start(told, QueueType.CLASSIC))
                .isInstanceOf(PartitionsDisagreeException.class)
                .hasMessageContaining(readByTheOther + " has 0 messages and 1 readers");
        assertThatCode(() -> start(running, QueueType.CLASSIC)).doesNotThrowAnyException();
    }

    @Test
    void givenItRefuses_thenNobodyGetsAConnection_andHealthSaysWhy() throws Exception {
        start(4, QueueType.CLASSIC);
        operator.basicPublish("", "checks.02", MessageProperties.PERSISTENT_BASIC, new byte[] {1});
        CachingConnectionFactory late = broker.connections();
        services.add(late);
        TopologyKeeper keeper = keeper(late, 2, QueueType.CLASSIC);

        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> late.createConnection().createChannel(false))
                    .isInstanceOf(PartitionsDisagreeException.class);
        }
        assertThat(keeper.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThat(keeper.health().getDetails().get("number of partitions").toString())
                .contains("checks.02 has 1 messages", "ORDERFLOW_PARTITIONS");

        operator.queuePurge("checks.02");
        assertThatCode(() -> late.createConnection().createChannel(false)).doesNotThrowAnyException();
    }

    @Test
    void givenServicesThatStartAtOnceWithDifferentNumbers_thenOneLosesItsConnection_untilTheOtherIsGone()
            throws Exception {
        CachingConnectionFactory service = broker.connections();
        services.add(service);
        TopologyKeeper keeper = keeper(service, 4, QueueType.CLASSIC);
        new FirstConnection(service).start();
        CachingConnectionFactory other = start(1, QueueType.CLASSIC);
        assertThat(queues()).doesNotContain("checks.00");
        keeper.run();
        assertThat(keeper.health().getStatus()).isEqualTo(Status.UP);
        Channel reader = other.createConnection().createChannel(false);
        reader.basicConsume("checks", new DefaultConsumer(reader));

        keeper.run();

        assertThat(keeper.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThatThrownBy(() -> service.createConnection().createChannel(false))
                .isInstanceOf(PartitionsDisagreeException.class);

        other.destroy();
        assertThatCode(() -> service.createConnection().createChannel(false)).doesNotThrowAnyException();
        keeper.run();
        assertThat(keeper.health().getStatus()).isEqualTo(Status.UP);
        assertThat(queues()).containsExactlyInAnyOrderElementsOf(queuesOf(4));
    }

    @Test
    void givenMessagesInItsOwnQueues_andThoseOfAnotherNumberAtRest_thenItGoesOn() throws Exception {
        start(4, QueueType.CLASSIC);
        operator.basicPublish("", "checks.02", MessageProperties.PERSISTENT_BASIC, new byte[] {1});
        operator.queueDeclare("checks", true, false, false, null);

        start(4, QueueType.CLASSIC);

        assertThat(queues()).containsExactlyInAnyOrderElementsOf(queuesOf(4));
        assertThat(operator.messageCount("checks.02")).isEqualTo(1);
    }

    private CachingConnectionFactory start(int partitions, QueueType type) {
        CachingConnectionFactory service = broker.connections();
        services.add(service);
        keeper(service, partitions, type);
        new FirstConnection(service).start();
        return service;
    }

    private static TopologyKeeper keeper(CachingConnectionFactory service, int number, QueueType type) {
        EventRelayProperties relay = relay(type);
        Partitions partitions = new Partitions(relay, number);
        TopologyKeeper keeper = new TopologyKeeper(
                service, Topology.of(relay, partitions), new PartitionCheck(relay, partitions, Duration.ZERO));
        service.addConnectionListener(keeper);
        return keeper;
    }

    private static EventRelayProperties relay(QueueType type) {
        return new EventRelayProperties(
                "weather",
                type,
                Map.of("checks", List.of("check"), "news", List.of("news.#")),
                List.of("checks"),
                List.of("news"),
                null,
                null,
                null,
                Duration.ofSeconds(10));
    }

    private static List<String> queuesOf(int partitions) {
        Partitions some = new Partitions(relay(QueueType.CLASSIC), partitions);
        return Stream.of("checks", "news")
                .flatMap(queue -> Stream.concat(some.readFor(queue).stream(), Stream.of(queue + ".dead")))
                .toList();
    }

    private static List<String> queues() throws Exception {
        return broker.managed("queues/%2F")
                .valueStream()
                .map(queue -> queue.get("name").asString())
                .toList();
    }
}
