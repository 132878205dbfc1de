package io.orderflow.relay.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderPlaced;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.NotConfirmedException;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.sample.FakeBroker;
import io.orderflow.relay.sample.OrderPlacedUpcaster;
import io.orderflow.relay.sample.RelayApplication;
import io.orderflow.relay.sample.WeatherMessages;
import io.orderflow.relay.sample.Wire;
import io.orderflow.relay.topology.Refusal;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.EventMessageWriter;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.ForeignEvents;
import io.orderflow.relay.wire.IntegrationEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** History as it is sent from a real PostgreSQL. */
@SpringBootTest(
        classes = RelayApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME, RelayApplication.EXCHANGE})
class ReplaySenderTest {

    /** Its own, as others would look for events in the places that are skipped here. */
    private static final String DATABASE = StoreApplication.newDatabase("replay_sender");

    private static final String SPACED_JSON = "{ \"place\" : \"Ulm\",  \"millimetres\": 3 }";
    private static final int CHUNK = 1_000;
    private static final Refusal GONE = new Refusal(404, "NOT_FOUND - no queue 'my_queue' in vhost '/'");
    private static final IntegrationEvents ORDERS = IntegrationEvents.of(type -> "order.placed", OrderEvent.class);

    private final FakeBroker broker = new FakeBroker();

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    private ReplaySender replayer;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> DATABASE);
    }

    @BeforeEach
    void noHistory() {
        jdbc.update("DELETE FROM domain_event_entry");
        jdbc.execute("ALTER SEQUENCE domain_event_entry_seq RESTART");
        jdbc.update("DELETE FROM replay");
        replayer = replayer(WeatherMessages.PUBLISHED);
    }

    @Test
    void sendsTheEventsOfTheKeysInTheirOrderBetweenTwoMarkers() {
        store("RainFell", SPACED_JSON, Map.of());
        store("SunShone", "{\"place\":\"Ulm\"}", Map.of());
        store("ThermometerRead", "{\"degrees\":20}", Map.of());
        store("RainFell", "{\"place\":\"Bonn\",\"millimetres\":1}", Map.of());

        ask("r1", "weather.RainFell");
        runUntilIdle();

        assertThat(types()).containsExactly("ReplayStarted", "RainFell", "RainFell", "ReplayFinished");
        assertThat(broker.messages).allSatisfy(message -> {
            assertThat(message.exchange()).isEmpty();
            assertThat(message.routingKey()).isEqualTo("my_queue");
            assertThat(message.properties().getCorrelationId()).isEqualTo("r1");
            assertThat(message.properties().getHeaders()).containsEntry(ReplayHeaders.ORIGIN, "station");
        });
        assertThat(body(0)).isEqualTo("{\"events\":2,\"estimated\":true}");
        assertThat(header(1, ReplayHeaders.SEQUENCE)).isEqualTo(1L);
        assertThat(header(2, ReplayHeaders.SEQUENCE)).isEqualTo(2L);
        assertThat(header(1, ReplayHeaders.ROUTING_KEY)).isEqualTo("weather.RainFell");
        assertThat(body(3)).isEqualTo("{\"events\":2}");
    }

    @Test
    void whatIsStillToBeSentIsMeasured() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ReplayMetrics metrics = new ReplayMetrics(new ReplayRepository(jdbc));
        metrics.bindTo(registry);
        storeMany(CHUNK + 2);
        ask("r1", "weather.#");

        replayer.run();
        metrics.look();
        assertThat(registry.get("orderflow.replay.running").gauge().value()).isEqualTo(1);
        assertThat(registry.get("orderflow.replay.remaining.events").gauge().value())
                .isEqualTo(2);

        runUntilIdle();
        metrics.look();
        assertThat(registry.get("orderflow.replay.running").gauge().value()).isZero();
        assertThat(registry.get("orderflow.replay.remaining.events").gauge().value())
                .isZero();
    }

    @Test
    void passesPayloadsOnAsTheyAreStored() {
        store("RainFell", SPACED_JSON, Map.of());

        ask("r1", "weather.*");
        runUntilIdle();

        assertThat(body(1)).isEqualTo(SPACED_JSON);
    }

    @Test
    void sendsNothingThatCameFromElsewhere() {
        store("RainFell", SPACED_JSON, Map.of(ForeignEvents.TIMESTAMP, "2026-07-01T12:00:00Z"));
        store("SunShone", "{\"place\":\"Ulm\"}", Map.of());

        ask("r1", "#");
        runUntilIdle();

        assertThat(types()).containsExactly("ReplayStarted", "SunShone", "ReplayFinished");
    }

    @Test
    void sendsOldEventsAsTheyAreToday() throws Exception {
        replayer = replayer(ORDERS);
        store(OrderPlacedUpcaster.TYPE, OrderPlacedUpcaster.OLD_REVISION, OrderPlacedUpcaster.oldJson(), "{}");

        ask("r1", "order.#");
        runUntilIdle();

        OrderPlaced placed = (OrderPlaced) new EventMessageReader(Wire.converter(ORDERS), ORDERS)
                .read(Wire.deliver(broker.messages.get(1)))
                .getPayload();
        assertThat(placed).isEqualTo(OrderPlacedUpcaster.SAMPLE);
    }

    @Test
    void sendsAChunkThatWasNotConfirmedAgainWithTheSameNumbers() {
        storeMany(CHUNK + 2);
        ask("r1", "weather.#");
        broker.answer(first -> true, second -> false);

        replayer.run();
        assertThatExceptionOfType(NotConfirmedException.class).isThrownBy(replayer::run);
        List<Object> unconfirmed = sequences().subList(CHUNK, CHUNK + 2);
        runUntilIdle();

        assertThat(unconfirmed).containsExactly(CHUNK + 1L, CHUNK + 2L);
        assertThat(sequences().subList(CHUNK + 2, CHUNK + 4)).isEqualTo(unconfirmed);
        assertThat(types().stream().filter("ReplayFinished"::equals)).hasSize(2);
        assertThat(body(broker.messages.size() - 1)).isEqualTo("{\"events\":%s}".formatted(CHUNK + 2));
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        storeMany(CHUNK + 2);
        ask("r1", "weather.#");
        replayer.run();

        replayer = replayer(WeatherMessages.PUBLISHED);
        runUntilIdle();

        assertThat(sequences()).hasSize(CHUNK + 2).doesNotHaveDuplicates();
    }

    @Test
    void letsOthersHaveTheirTurnBeforeOneThatFailsIsTriedAgain() {
        store("RainFell", SPACED_JSON, Map.of());
        ask("failing", "weather.#");
        ask("other", "weather.#");
        broker.answer(first -> false, again -> false);

        assertThatExceptionOfType(NotConfirmedException.class).isThrownBy(replayer::run);
        assertThatExceptionOfType(NotConfirmedException.class).isThrownBy(replayer::run);
        broker.messages.clear();
        replayer.run();

        assertThat(broker.messages)
                .isNotEmpty()
                .allSatisfy(message ->
                        assertThat(message.properties().getCorrelationId()).isEqualTo("other"));
    }

    @Test
    void waitsWhileTheQueueIsFull() {
        store("RainFell", SPACED_JSON, Map.of());
        broker.queueLength = 1_000_000;
        ask("r1", "weather.#");

        runUntilIdle();
        assertThat(broker.messages).isEmpty();

        broker.queueLength = 0;
        runUntilIdle();
        assertThat(types()).containsExactly("ReplayStarted", "RainFell", "ReplayFinished");
    }

    @Test
    void endsWhenTheQueueIsGone() {
        storeMany(CHUNK + 1);
        ask("r1", "weather.#");
        replayer.run();

        broker.queues = GONE;
        runUntilIdle();
        broker.queues = null;
        runUntilIdle();

        assertThat(sequences()).hasSize(CHUNK);
    }

    @Test
    void parksARequestForAQueueThatIsNotThere() {
        store("RainFell", SPACED_JSON, Map.of());
        broker.queues = GONE;
        ask("r1", "weather.#");
        runUntilIdle();

        broker.queues = null;
        runUntilIdle();

        assertThat(broker.messages).singleElement().satisfies(parked -> {
            assertThat(parked.routingKey()).isEqualTo("requests.dead");
            assertThat(parked.properties().getHeaders()).containsEntry("x-parked-reason", "there is no queue my_queue");
        });
    }

    @Test
    void waitsWhileTheNodeOfTheQueueIsDown() {
        store("RainFell", SPACED_JSON, Map.of());
        ask("r1", "weather.#");
        broker.queues = new Refusal(
                404,
                "NOT_FOUND - home node 'rabbit@b' of durable queue 'my_queue' in vhost '/' is down or inaccessible");

        runUntilIdle();
        assertThat(broker.messages).isEmpty();

        broker.queues = null;
        runUntilIdle();
        assertThat(types()).containsExactly("ReplayStarted", "RainFell", "ReplayFinished");
    }

    @Test
    void sendsToAQueueThatIsExclusivelySomebodysThoughItCannotBeLookedAt() {
        store("RainFell", SPACED_JSON, Map.of());
        ask("r1", "weather.#");
        broker.queues = new Refusal(405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'my_queue'");

        runUntilIdle();

        assertThat(types()).containsExactly("ReplayStarted", "RainFell", "ReplayFinished");
    }

    @Test
    void sendsEventsAgainThatAreAskedForByTheirIds_andNoOthers() {
        store("RainFell", SPACED_JSON, Map.of());
        store("SunShone", "{\"place\":\"Ulm\"}", Map.of());
        store("RainFell", SPACED_JSON, Map.of(ForeignEvents.TIMESTAMP, "2026-07-01T12:00:00Z"));
        store("ThermometerRead", "{\"degrees\":20}", Map.of());
        List<EventRef> events = stored();

        askForEvents(events.get(1), events.get(2), events.get(3), new EventRef("unknown", "unknown", 0));
        runUntilIdle();

        assertThat(broker.messages).singleElement().satisfies(message -> {
            assertThat(message.routingKey()).isEqualTo("my_queue");
            assertThat(message.properties().getMessageId())
                    .isEqualTo(events.get(1).id());
            assertThat(message.properties().getHeaders()).doesNotContainKey(ReplayHeaders.ORIGIN);
        });
    }

    @Test
    void putsARequestForEventsLastWhoseQueueDoesNotTakeThem_soThatItHoldsUpNoOther() {
        store("RainFell", SPACED_JSON, Map.of());
        EventRef event = stored().get(0);
        askForEvents(event);
        broker.answer(refused -> false);

        runUntilIdle();

        OutgoingMessage request = broker.messages.get(1);
        assertThat(request.routingKey()).isEqualTo("requests");
        assertThat(request.properties().getReplyTo()).isEqualTo("my_queue");
        assertThat(new String(request.body(), UTF_8)).contains(event.id());
    }

    @Test
    void sendsHistoryOnceForARequestThatComesAgain() {
        store("RainFell", SPACED_JSON, Map.of());
        ask("r1", "weather.#");
        runUntilIdle();

        ask("r1", "weather.#");
        runUntilIdle();

        assertThat(types()).containsExactly("ReplayStarted", "RainFell", "ReplayFinished");
    }

    @Test
    void givenEventsThatAreFarApart_whenAsked_thenNoStepLooksAtMoreThanAPartOfHistory() {
        store("RainFell", SPACED_JSON, Map.of());
        skipPlaces(60_000);
        store("RainFell", SPACED_JSON, Map.of());
        ask("r1", "weather.RainFell");

        replayer.run();
        assertThat(types()).containsExactly("ReplayStarted", "RainFell");

        runUntilIdle();
        assertThat(types()).containsExactly("ReplayStarted", "RainFell", "RainFell", "ReplayFinished");
        assertThat(sequences()).containsExactly(1L, 2L);
    }

    @Test
    void givenALongWayWithoutEvents_whenAsked_thenTheBeginningIsSaidAgainAsASignOfLife() {
        skipPlaces(440_000);
        store("RainFell", SPACED_JSON, Map.of());
        ask("r1", "weather.RainFell");

        runUntilIdle();

        assertThat(types()).containsExactly("ReplayStarted", "ReplayStarted", "RainFell", "ReplayFinished");
        assertThat(body(1)).isEqualTo("{\"events\":1,\"estimated\":true}");
    }

    @Test
    void givenKeysThatNothingIsPublishedUnder_whenAsked_thenThereIsNoHistoryForThem() {
        storeMany(1);
        skipPlaces(5_000_000);
        storeMany(1);
        ask("r1", "orders.*");

        replayer.run();

        assertThat(types()).containsExactly("ReplayStarted", "ReplayFinished");
    }

    @Test
    void parksARequestThatCannotBeReadAndGoesOn() {
        store("RainFell", SPACED_JSON, Map.of());
        broker.waiting.add(message(new BasicProperties.Builder().build(), "history, please"));
        ask("r1", "weather.#");

        runUntilIdle();

        OutgoingMessage parked = broker.messages.get(0);
        assertThat(parked.routingKey()).isEqualTo("requests.dead");
        assertThat(parked.properties().getHeaders())
                .containsEntry(
                        "x-parked-reason", "property correlation_id is missing or no text of 1 to 255 characters");
        assertThat(types()).contains("RainFell");
    }

    private void runUntilIdle() {
        boolean more = true;
        while (more) {
            more = replayer.run();
        }
    }

    private ReplaySender replayer(IntegrationEvents published) {
        Serializer serializer = Wire.serializer(published);
        ConfirmingPublisher publisher = new ConfirmingPublisher(broker.connections, Duration.ofSeconds(1));
        return new ReplaySender(
                "requests",
                broker.connections,
                new ReceiverConnections(broker.connections, broker.connections),
                publisher,
                new DeadLetterPublisher(publisher, Clock.systemUTC(), new SimpleMeterRegistry(), List.of("requests")),
                new OwnHistoryReader(jdbc, published, serializer, new EventUpcasterChain(new OrderPlacedUpcaster())),
                new ReplayRepository(jdbc),
                new ReplayMessageWriter(
                        new EventMessageWriter(Wire.converter(published, serializer), "exchange"), "station"),
                new TransactionTemplate(transactions));
    }

    private void ask(String id, String... routingKeys) {
        String keys = "\"" + String.join("\", \"", routingKeys) + "\"";
        broker.waiting.add(message(
                new BasicProperties.Builder()
                        .correlationId(id)
                        .replyTo("my_queue")
                        .build(),
                "{\"routing_keys\": [" + keys + "]}"));
    }

    private List<EventRef> stored() {
        return jdbc.query(
                "SELECT event_identifier, aggregate_identifier, sequence_number FROM domain_event_entry"
                        + " ORDER BY global_index",
                (row, number) -> new EventRef(row.getString(1), row.getString(2), row.getLong(3)));
    }

    private void askForEvents(EventRef... events) {
        broker.waiting.add(message(
                new BasicProperties.Builder()
                        .correlationId("r1")
                        .replyTo("my_queue")
                        .build(),
                new JsonMapper().writeValueAsString(Map.of("events", events))));
    }

    private static GetResponse message(BasicProperties properties, String body) {
        return new GetResponse(
                new Envelope(1, false, "exchange", "replay.request"), properties, body.getBytes(UTF_8), 0);
    }

    private void store(String type, String json, Map<String, String> metaData) {
        String meta = metaData.isEmpty()
                ? "{}"
                : metaData.entrySet().stream()
                        .map(entry -> "{\"%s\":\"%s\"}".formatted(entry.getKey(), entry.getValue()))
                        .findFirst()
                        .orElseThrow();
        store(type, "1", json.getBytes(UTF_8), meta);
    }

    private void store(String type, String revision, byte[] payload, String metaData) {
        jdbc.update(
                "INSERT INTO domain_event_entry SELECT nextval('domain_event_entry_seq'), gen_random_uuid(), 0, 'Station',"
                        + " gen_random_uuid(), '2026-07-01T12:00:00Z', ?, ?, ?, ?",
                type,
                revision,
                payload,
                metaData.getBytes(UTF_8));
    }

    private void storeMany(int count) {
        jdbc.update(
                "INSERT INTO domain_event_entry SELECT nextval('domain_event_entry_seq'), gen_random_uuid(), 0, 'Station',"
                        + " gen_random_uuid(), '2026-07-01T12:00:00Z', 'RainFell', '1', ?, ?"
                        + " FROM generate_series(1, ?)",
                SPACED_JSON.getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                count);
    }

    /** As after events of others, or transactions that were rolled back. */
    private void skipPlaces(long count) {
        jdbc.queryForObject(
                "SELECT setval('domain_event_entry_seq', nextval('domain_event_entry_seq') + ?)", Long.class, count);
    }

    private List<String> types() {
        return broker.messages.stream()
                .map(message -> message.properties().getType())
                .toList();
    }

    private List<Object> sequences() {
        return broker.messages.stream()
                .map(message -> message.properties().getHeaders().get(ReplayHeaders.SEQUENCE))
                .filter(sequence -> sequence != null)
                .toList();
    }

    private String body(int index) {
        return new String(broker.messages.get(index).body(), UTF_8);
    }

    private Object header(int index, String name) {
        return broker.messages.get(index).properties().getHeaders().get(name);
    }
}
