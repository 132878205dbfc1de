package io.orderflow.relay.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.eventstore.serialization.EventSerializationAutoConfiguration;
import io.orderflow.eventstore.tracing.EventTracingAutoConfiguration;
import io.orderflow.relay.deadletter.DeadLetterAutoConfiguration;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.publisher.PublisherAutoConfiguration;
import io.orderflow.relay.receiver.DeepStack;
import io.orderflow.relay.receiver.ReceiverAutoConfiguration;
import io.orderflow.relay.replay.ReplayAutoConfiguration;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.RealBroker;
import io.orderflow.relay.sample.WeatherMessages;
import io.orderflow.relay.topology.TopologyAutoConfiguration;
import io.orderflow.relay.wire.IntegrationEvents;
import io.orderflow.relay.wire.WireAutoConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Whatever lies in a queue of a real RabbitMQ, what comes after it is handled. */
@EnabledIf("io.orderflow.relay.sample.RealBroker#isInstalled")
class OddMessagesTest {

    private static final String QUEUE = "almanac";
    private static final int MEGABYTE = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static RealBroker broker;
    private static ConfigurableApplicationContext application;
    private static Channel channel;

    @BeforeAll
    static void start() throws IOException {
        broker = new RealBroker();
        application = new SpringApplicationBuilder(ListeningApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.config.import=classpath:event-relay.yml",
                        "--spring.rabbitmq.port=" + broker.port(),
                        "--spring.rabbitmq.username=admin",
                        "--spring.rabbitmq.password=admin",
                        "--orderflow.relay.exchange=weather",
                        "--orderflow.relay.queues.almanac=weather.#",
                        "--orderflow.relay.listen-to=almanac");
        CachingConnectionFactory connections = broker.connections();
        connections.getRabbitConnectionFactory().setMaxInboundMessageBodySize(Integer.MAX_VALUE);
        channel = connections.createConnection().createChannel(false);
        channel.confirmSelect();
        await().until(() -> application.getBean(QueueConsumers.class).problems().isEmpty());
    }

    @AfterAll
    static void stop() throws IOException {
        application.close();
        broker.close();
    }

    @AfterEach
    void forget() throws IOException {
        stored().clear();
        channel.queuePurge(QUEUE + ".dead");
    }

    @Test
    void aMessageLargerThanWhatTheClientTakesIsParkedWhole_andTheOthersAreStored() throws Exception {
        send(rain(1));
        send(new BasicProperties.Builder().type("huge").build(), body(70 * MEGABYTE));
        send(rain(2));

        awaitStored(1, 2);
        GetResponse parked = channel.basicGet(QUEUE + ".dead", true);
        assertThat(parked.getBody()).hasSize(70 * MEGABYTE);
        assertThat(parked.getProps().getType()).isEqualTo("huge");
        assertThat(parked.getProps().getHeaders().get("x-parked-reason").toString())
                .isNotBlank();
    }

    @Test
    void anEventThatIsLargeForOneIsStored_andOneThatIsTooLargeIsParked() throws Exception {
        send(rain(1));
        send(rain("Ulm".repeat(100_000), 2));
        send(rain("Ulm".repeat(500_000), 3));
        send(rain(4));

        awaitStored(1, 2, 4);
        assertThat(channel.basicGet(QUEUE + ".dead", true)
                        .getProps()
                        .getHeaders()
                        .get("x-parked-reason"))
                .asString()
                .contains("the body has 15", "an event at most 1048576");
    }

    @Test
    void headersThatFillAFrameAreParked_andTheOthersAreStored() throws Exception {
        send(rain(1));
        send(
                new BasicProperties.Builder()
                        .headers(Map.of("big", "h".repeat(130_900)))
                        .build(),
                body(3));
        send(rain(2));

        awaitStored(1, 2);
        assertThat(channel.messageCount(QUEUE + ".dead")).isEqualTo(1);
    }

    @Test
    void headersWithinHeadersAreParkedHoweverDeeplyTheyAreNested_andTheOthersAreStored() throws Exception {
        for (int depth : List.of(100, 2_000, 6_000)) {
            send(rain(depth));
            FutureTask<Void> sending = new FutureTask<>(() -> {
                send(new BasicProperties.Builder().headers(nested(depth)).build(), body(3));
                return null;
            });
            DeepStack.newThread(sending).start();
            sending.get();
            send(rain(depth + 1));
        }

        awaitStored(100, 101, 2_000, 2_001, 6_000, 6_001);
        assertThat(channel.messageCount(QUEUE + ".dead")).isEqualTo(3);
    }

    private static Map<String, Object> nested(int depth) {
        Map<String, Object> headers = Map.of("end", "x");
        for (int i = 0; i < depth; i++) {
            headers = Map.of("n", headers);
        }
        return headers;
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static OutgoingMessage rain(int millimetres) {
        return rain("Ulm", millimetres);
    }

    private static OutgoingMessage rain(String place, int millimetres) {
        return Outbox.message(
                WeatherMessages.PUBLISHED,
                new GenericDomainEventMessage<>(
                        "Station", "station", millimetres, new Weather.RainFell(place, millimetres)));
    }

    private static void send(OutgoingMessage message) throws Exception {
        send(message.properties(), message.body());
    }

    private static void send(BasicProperties properties, byte[] body) throws Exception {
        channel.basicPublish("", QUEUE, true, properties, body);
        channel.waitForConfirmsOrDie(60_000);
    }

    private static void awaitStored(Integer... millimetres) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).containsExactly(millimetres));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.managed("queues/%2F/" + QUEUE)
                                .path("messages")
                                .asInt(-1))
                        .isZero());
    }

    private static List<Integer> stored() {
        return application.getBean(ListeningApplication.class).stored;
    }

    /** An application that takes events and has no event store. */
    @ImportAutoConfiguration({
        RabbitAutoConfiguration.class,
        TopologyAutoConfiguration.class,
        ReceiverAutoConfiguration.class,
        PublisherAutoConfiguration.class,
        EventSerializationAutoConfiguration.class,
        EventTracingAutoConfiguration.class,
        WireAutoConfiguration.class,
        DeadLetterAutoConfiguration.class,
        ReplayAutoConfiguration.class,
        QueueListenerAutoConfiguration.class
    })
    static class ListeningApplication {

        final List<Integer> stored = new CopyOnWriteArrayList<>();

        @Bean
        EventCatalog eventCatalog() {
            return Weather.catalog();
        }

        @Bean
        IntegrationEvents integrationEvents() {
            return WeatherMessages.PUBLISHED;
        }

        @Bean
        MeterRegistry metrics() {
            return new SimpleMeterRegistry();
        }

        /** Events come again after a message that could not be received along with them. */
        @Bean
        EventSink eventSink() {
            return events -> {
                List<Integer> unseen = events.stream()
                        .map(EventMessage::getPayload)
                        .map(Weather.RainFell.class::cast)
                        .map(Weather.RainFell::millimetres)
                        .filter(millimetres -> !stored.contains(millimetres))
                        .toList();
                stored.addAll(unseen);
                return events.size() - unseen.size();
            };
        }
    }
}
