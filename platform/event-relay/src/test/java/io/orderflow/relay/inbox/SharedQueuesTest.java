package io.orderflow.relay.inbox;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.RealBroker;
import io.orderflow.relay.sample.WeatherMessages;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.wire.IntegrationEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Instances share the partitions of their queue at a real RabbitMQ. */
@EnabledIf("io.orderflow.relay.sample.RealBroker#isInstalled")
@Timeout(180)
class SharedQueuesTest {

    private static final String QUEUE = "rainwatch";
    private static final String KEY = "weather.RainFell";
    private static final int PARTITIONS = 4;
    private static final int STATIONS = 40;
    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static RealBroker broker;

    private final String database = StoreApplication.newDatabase("queues_" + System.nanoTime());
    private CachingConnectionFactory connections;
    private ConfirmingPublisher publisher;
    private Channel channel;
    private ConfigurableApplicationContext first;
    private Partitions partitions;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = new RealBroker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        connections = broker.connections();
        publisher = new ConfirmingPublisher(connections, Duration.ofSeconds(10));
        channel = connections.createConnection().createChannel(false);
        first = instance();
        partitions = first.getBean(Partitions.class);
    }

    @AfterEach
    void stop() {
        first.close();
        connections.destroy();
    }

    @Test
    void eachInstanceReadsItsShare_andEachEventIsStoredOnceAndInItsOrder() throws Exception {
        awaitShares(4L);
        publishRounds(0);
        try (ConfigurableApplicationContext second = instance()) {
            publishRounds(1);
            awaitShares(2L, 2L);
            assertThat(second.isRunning()).isTrue();
            publishRounds(2);
        }
        awaitShares(4L);
        publishRounds(3);

        JdbcTemplate jdbc = first.getBean(JdbcTemplate.class);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(jdbc.queryForObject("SELECT count(*) FROM domain_event_entry", Integer.class))
                                .isEqualTo(STATIONS * ROUNDS * 4));
        assertThat(jdbc.queryForObject("""
                        SELECT count(*) FROM domain_event_entry earlier JOIN domain_event_entry later
                            ON earlier.aggregate_identifier = later.aggregate_identifier
                            AND earlier.sequence_number = later.sequence_number - 1
                            AND earlier.global_index > later.global_index""", Integer.class)).isZero();
    }

    @Test
    void whatCannotBeReadIsParkedWithItsPartition_andHistoryComesInByAQueueOfItsOwn() throws Exception {
        OutgoingMessage rain = rain("Ulm", 0);
        publisher.publish(List.of(
                new OutgoingMessage("weather", KEY + ".02", rain.properties(), new byte[] {1}),
                OutgoingMessage.toQueue(QUEUE + ".history", rain.properties(), rain.body())));

        GetResponse[] letter = {null};
        await().atMost(PATIENCE).until(() -> {
            letter[0] = channel.basicGet(QUEUE + ".dead", true);
            return letter[0] != null;
        });
        assertThat(letter[0].getProps().getHeaders().get("x-parked-partition").toString())
                .isEqualTo(QUEUE + ".02");
        await().atMost(PATIENCE)
                .until(() -> first.getBean(JdbcTemplate.class)
                        .queryForList("SELECT aggregate_identifier FROM domain_event_entry", String.class)
                        .equals(List.of("station-Ulm")));
    }

    /** Each partition has one reader, and all instances see the same ones. */
    private void awaitShares(Long... shares) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(partitions.queuesOf(QUEUE).stream()
                            .map(first.getBean(QueueConsumers.class)::holderOf)
                            .flatMap(Optional::stream)
                            .collect(groupingBy(holder -> holder, counting()))
                            .values())
                    .containsExactly(shares);
            for (String partition : partitions.queuesOf(QUEUE)) {
                assertThat(channel.consumerCount(partition)).as(partition).isEqualTo(1);
            }
        });
    }

    private void publishRounds(int first) {
        IntStream.range(first * ROUNDS, (first + 1) * ROUNDS)
                .mapToObj(sequence -> IntStream.range(0, STATIONS)
                        .mapToObj(station -> rain("place-" + station, sequence))
                        .toList())
                .forEach(publisher::publish);
    }

    private OutgoingMessage rain(String place, int sequence) {
        OutgoingMessage message = Outbox.message(
                WeatherMessages.PUBLISHED,
                new GenericDomainEventMessage<>(
                        "Station",
                        "station-" + place,
                        sequence,
                        new RainFell(place, sequence),
                        Map.of(),
                        place + "-" + sequence,
                        Instant.parse("2026-07-01T12:00:00Z")));
        return new OutgoingMessage("weather", partitions.keyOf(KEY, () -> place), message.properties(), message.body());
    }

    private ConfigurableApplicationContext instance() {
        return new SpringApplicationBuilder(ReceivingApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.config.import=classpath:event-store.yml,classpath:event-relay.yml",
                        "--" + StoreApplication.NAME,
                        "--spring.datasource.url=" + database,
                        "--spring.rabbitmq.port=" + broker.port(),
                        "--spring.rabbitmq.username=admin",
                        "--spring.rabbitmq.password=admin",
                        "--orderflow.partitions=" + PARTITIONS,
                        "--orderflow.relay.exchange=weather",
                        "--orderflow.relay.queues.rainwatch=" + KEY,
                        "--orderflow.relay.partitioned=rainwatch",
                        "--orderflow.relay.listen-to=rainwatch");
    }

    /** Takes the weather in. */
    @EnableAutoConfiguration
    static class ReceivingApplication extends StoreApplication {

        @Bean
        IntegrationEvents integrationEvents() {
            return WeatherMessages.PUBLISHED.partitionedBy(Weather.class, Weather::toString);
        }
    }
}
