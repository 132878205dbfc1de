package io.orderflow.relay.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.sample.RealBroker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators see of dead letters in a real RabbitMQ, and do to them. */
@EnabledIf("io.orderflow.relay.sample.RealBroker#isInstalled")
class DeadLetterControllerTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final String QUEUE = "orders";
    private static final String DEAD = "orders.dead";
    private static final JsonMapper JSON = new JsonMapper();

    private static RealBroker broker;

    private final CachingConnectionFactory connections = broker.connections();
    private final CachingConnectionFactory small = broker.connections();
    private final ConfirmingPublisher publisher = new ConfirmingPublisher(connections, Duration.ofSeconds(10));
    private final Channel channel = connections.createConnection().createChannel(false);
    private final DeadLetterDesk desk = new DeadLetterDesk(
            List.of(new DeadLetterQueue(
                    new ReceiverConnections(connections, small),
                    publisher,
                    QUEUE,
                    partition -> partition == null ? QUEUE : partition)),
            publisher);
    private final AuditTrail trail = mock();
    private final MockMvc http = MockMvcBuilders.standaloneSetup(new DeadLetterController(desk, trail))
            .setMessageConverters(new JacksonJsonHttpMessageConverter(JSON))
            .build();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = new RealBroker();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        broker.close();
    }

    @BeforeEach
    void makeQueues() throws IOException {
        small.getRabbitConnectionFactory().setMaxInboundMessageBodySize(10_000);
        channel.queueDeclare(QUEUE, true, false, false, null);
        channel.queueDeclare(DEAD, true, false, false, null);
    }

    @AfterEach
    void deleteQueues() throws IOException {
        desk.destroy();
        channel.queueDelete(QUEUE);
        channel.queueDelete(DEAD);
        connections.destroy();
        small.destroy();
    }

    @Test
    void aListHasTheBeginningOfABody_andALetterByItsIdAllOfIt() throws Exception {
        String text = "\uD83D\uDE00ü".repeat(20_000);
        park(NOON, "too long", "OrderPlaced", text);

        JsonNode page = get("/dead-letters");
        JsonNode listed = page.get("letters").get(0);
        assertThat(page.get("total").asLong()).isEqualTo(1);
        assertThat(listed.get("body").asString()).isEqualTo("\uD83D\uDE00ü".repeat(666) + "\uD83D\uDE00");
        assertThat(listed.get("size").asInt()).isEqualTo(text.getBytes(UTF_8).length);

        JsonNode whole = get("/dead-letters/" + listed.get("id").asString());
        assertThat(whole.get("body").asString()).isEqualTo(text);
        assertThat(whole.get("reason").asString()).isEqualTo("too long");
        assertThat(status(MockMvcRequestBuilders.get("/dead-letters/nobody"))).isEqualTo(404);
    }

    @Test
    void pagesOneAfterTheOtherHaveEachLetterOnce_andLookingLeavesThemInTheirPlaces() throws Exception {
        parkMany(25);

        assertThat(bodiesOfAllPages("limit=10")).containsExactlyElementsOf(bodies(1, 25));
        assertThat(bodiesOfAllPages("limit=7")).containsExactlyElementsOf(bodies(1, 25));
        assertThat(get("/dead-letters?limit=1").get("total").asLong()).isEqualTo(25);
    }

    @Test
    void aPageCanBeReadOnThoughTheLettersWereLookedThroughMeanwhile() throws Exception {
        parkMany(25);
        JsonNode first = get("/dead-letters?limit=10");

        JsonNode elsewhere = get("/dead-letters?type=B&limit=1");
        String last = first.get("letters").get(9).get("id").asString();
        JsonNode next = get("/dead-letters?limit=10&after=" + last);

        assertThat(elsewhere.get("total").asLong()).isEqualTo(12);
        assertThat(bodiesOf(next)).containsExactlyElementsOf(bodies(11, 20));
    }

    @Test
    void filtersApplyTogether_alsoWhereALetterIsLarge() throws Exception {
        parkMany(20);
        park(NOON.plusSeconds(21), "large", "B", "x".repeat(50_000));

        assertThat(get("/dead-letters?queue=orders&type=B").get("total").asLong())
                .isEqualTo(11);
        assertThat(bodiesOf(get("/dead-letters?type=B&reason=NO%205"))).isEmpty();
        assertThat(bodiesOf(get("/dead-letters?type=A&reason=NO%205"))).containsExactly("body 5");
        JsonNode between = get("/dead-letters?from=2026-07-01T12:00:05Z&to=2026-07-01T12:00:08Z&limit=2");
        assertThat(bodiesOf(between)).containsExactly("body 5", "body 6");
        assertThat(between.get("total").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "queue=nowhere, queue",
        "from=yesterday, from",
        "to=12, to",
        "from=2026-07-01T12:00:00Z&to=2026-07-01T12:00:00Z, to",
        "limit=0, limit",
        "limit=1001, limit",
        "after=nobody, after"
    })
    void aFilterThatMakesNoSenseIsRefusedByItsField(String query, String field) throws Exception {
        MockHttpServletResponse answer = perform(MockMvcRequestBuilders.get("/dead-letters?" + query));

        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(JSON.readTree(answer.getContentAsString()).toString()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void whatIsHandedInAgainInBulkIsWhatWasMeantAndWasThere() throws Exception {
        parkMany(1_200);

        JsonNode accepted = post("/dead-letters/redrive", "{\"type\": \"B\"}", 202);

        assertThat(accepted.get("letters").asLong()).isEqualTo(600);
        verify(trail)
                .addAfterwards(
                        eq("127.0.0.1"),
                        eq(AuditedAction.DEAD_LETTER_REDRIVEN),
                        eq("dead-letters"),
                        startsWith("600 letters: "));
        await().untilAsserted(() -> assertThat(channel.messageCount(QUEUE)).isEqualTo(600));
        await().untilAsserted(() ->
                assertThat(get("/dead-letters?limit=1").get("total").asLong()).isEqualTo(600));
        assertThat(bodiesOf(get("/dead-letters?limit=3"))).containsExactly("body 1", "body 3", "body 5");
        assertThat(new String(channel.basicGet(QUEUE, true).getBody(), UTF_8)).isEqualTo("body 2");
    }

    @Test
    void lettersThatComeBackAtOnceAreNotHandedInAgainAndAgain() throws Exception {
        parkMany(300);
        channel.basicConsume(
                QUEUE,
                true,
                (tag, delivery) -> park(NOON, "again", "A", new String(delivery.getBody(), UTF_8)),
                tag -> {});

        JsonNode accepted = post("/dead-letters/redrive", "{}", 202);

        assertThat(accepted.get("letters").asLong()).isEqualTo(300);
        await().untilAsserted(() -> assertThat(
                        get("/dead-letters?reason=again&limit=1").get("total").asLong())
                .isEqualTo(300));
        assertThat(get("/dead-letters").get("total").asLong()).isEqualTo(300);
    }

    @Test
    void lettersAreGivenUpByTheirIds() throws Exception {
        parkMany(5);
        List<String> ids = new ArrayList<>();
        get("/dead-letters")
                .get("letters")
                .forEach(letter -> ids.add(letter.get("id").asString()));

        JsonNode accepted = post(
                "/dead-letters/drop", "{\"ids\": [\"%s\", \"%s\", \"nobody\"]}".formatted(ids.get(1), ids.get(3)), 202);

        assertThat(accepted.get("letters").asLong()).isEqualTo(2);
        await().untilAsserted(
                        () -> assertThat(bodiesOf(get("/dead-letters"))).containsExactly("body 1", "body 3", "body 5"));
        assertThat(channel.messageCount(QUEUE)).isZero();
        post("/dead-letters/drop", "{\"ids\": []}", 422);
    }

    @Test
    void aLetterCanBeHandedInAgainWithAnotherBody() throws Exception {
        park(NOON, "wrong", "OrderPlaced", "{\"wrong\": true}");
        String id = get("/dead-letters").get("letters").get(0).get("id").asString();

        post("/dead-letters/" + id + "/redrive", "{\"body\": \"{}\"}", 204);

        GetResponse redriven = channel.basicGet(QUEUE, true);
        assertThat(new String(redriven.getBody(), UTF_8)).isEqualTo("{}");
        verify(trail)
                .addAfterwards(
                        "127.0.0.1",
                        AuditedAction.DEAD_LETTER_EDITED,
                        "dead-letters/" + id,
                        "handed in again with another body");
        assertThat(redriven.getProps().getHeaders().get("axon-message-type").toString())
                .isEqualTo("OrderPlaced");
        assertThat(channel.messageCount(DEAD)).isZero();
    }

    @Test
    void aLetterGoesBackToThePartitionThatItCameFrom() throws Exception {
        String partition = channel.queueDeclare().getQueue();
        for (int letters = 0; letters < 2; letters++) {
            MessageProperties properties = new MessageProperties();
            properties.setReceivedRoutingKey("key");
            parker(NOON).park(new Message("body".getBytes(UTF_8), properties), QUEUE, partition, "no event");
        }

        JsonNode letter = get("/dead-letters").get("letters").get(0);
        assertThat(letter.get("queue").asString()).isEqualTo(QUEUE);
        post("/dead-letters/" + letter.get("id").asString() + "/redrive", "{}", 204);
        post("/dead-letters/redrive", "{}", 202);

        await().untilAsserted(() -> assertThat(channel.messageCount(partition)).isEqualTo(2));
        assertThat(channel.basicGet(partition, true).getProps().getHeaders()).isNullOrEmpty();
    }

    @Test
    void whatComesBackIsTheMessageAsItCame_alsoWhereItsHeadersLeftNoRoomForTheReason() throws Exception {
        for (String big : List.of("x".repeat(130_900), "x".repeat(10))) {
            for (String name : List.of("big", "x-parked-reason")) {
                BasicProperties original = new BasicProperties.Builder()
                        .headers(Map.of(name, big, "n", 5L))
                        .messageId("m-1")
                        .type("odd")
                        .priority(3)
                        .build();
                parker(NOON).park(message(original, "body"), QUEUE, "no event");
                JsonNode letter = get("/dead-letters").get("letters").get(0);
                assertThat(letter.get("reason").asString()).isEqualTo("no event");
                assertThat(letter.get("headers").get("n").asString()).isEqualTo("5");
                assertThat(letter.get("body").asString()).isEqualTo("body");

                post("/dead-letters/" + letter.get("id").asString() + "/redrive", "", 204);

                GetResponse redriven = channel.basicGet(QUEUE, true);
                assertThat(new String(redriven.getBody(), UTF_8)).isEqualTo("body");
                assertThat(redriven.getProps().getMessageId()).isEqualTo("m-1");
                assertThat(redriven.getProps().getType()).isEqualTo("odd");
                assertThat(redriven.getProps().getPriority()).isEqualTo(3);
                assertThat(redriven.getProps().getHeaders()).hasSize(2).containsEntry("n", 5L);
                assertThat(redriven.getProps().getHeaders().get(name).toString())
                        .isEqualTo(big);
            }
        }
    }

    @Test
    void aMessageThatSomebodyElsePutThereCanBeSeenAndGivenUp() throws Exception {
        channel.basicPublish("", DEAD, null, "by hand".getBytes(UTF_8));
        await().until(() -> channel.messageCount(DEAD) == 1);

        JsonNode letter = get("/dead-letters").get("letters").get(0);
        String id = letter.get("id").asString();
        int dropped = status(MockMvcRequestBuilders.delete("/dead-letters/" + id));
        int again = status(MockMvcRequestBuilders.delete("/dead-letters/" + id));

        assertThat(letter.get("reason").asString()).startsWith("not parked by a service");
        assertThat(dropped).isEqualTo(204);
        assertThat(again).isEqualTo(404);
        verify(trail).addAfterwards("127.0.0.1", AuditedAction.DEAD_LETTER_DROPPED, "dead-letters/" + id, "given up");
        verifyNoMoreInteractions(trail);
        assertThat(channel.messageCount(DEAD)).isZero();
    }

    @Test
    void controlCharactersAreShownByTheirCodes() throws Exception {
        Map<String, Object> headers = new HashMap<>(Map.of("two\nlines", "a\rb"));
        headers.put("axon-message-type", "Order\u0000Placed");
        parker(NOON).park(message(new BasicProperties.Builder().headers(headers).build(), "b"), QUEUE, "r\n2");

        JsonNode letter = get("/dead-letters").get("letters").get(0);

        assertThat(letter.get("reason").asString()).isEqualTo("r\\u000a2");
        assertThat(letter.toString()).contains("two\\\\u000alines", "a\\\\u000db", "Order\\\\u0000Placed");
    }

    private void parkMany(int letters) {
        List<OutgoingMessage> batch = IntStream.rangeClosed(1, letters)
                .mapToObj(number -> ParkedMessage.open(
                        QUEUE,
                        Map.of(
                                ParkedMessage.ID,
                                "id-" + number,
                                ParkedMessage.REASON,
                                "no " + number + ".",
                                ParkedMessage.PARKED_AT,
                                NOON.plusSeconds(number).toString()),
                        new BasicProperties.Builder()
                                .headers(Map.of("axon-message-type", number % 2 == 0 ? "B" : "A"))
                                .build(),
                        ("body " + number).getBytes(UTF_8)))
                .toList();
        publisher.publish(batch);
    }

    private void park(Instant at, String reason, String type, String body) {
        BasicProperties properties = new BasicProperties.Builder()
                .headers(Map.of("axon-message-type", type))
                .build();
        parker(at).park(message(properties, body), QUEUE, reason);
    }

    private DeadLetterPublisher parker(Instant at) {
        return new DeadLetterPublisher(
                publisher, Clock.fixed(at, ZoneOffset.UTC), new SimpleMeterRegistry(), List.of(QUEUE));
    }

    private static GetResponse message(BasicProperties properties, String body) {
        return new GetResponse(new Envelope(1, false, "exchange", "key"), properties, body.getBytes(UTF_8), 0);
    }

    private static List<String> bodies(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(n -> "body " + n).toList();
    }

    private static List<String> bodiesOf(JsonNode page) {
        return page.get("letters")
                .valueStream()
                .map(l -> l.get("body").asString())
                .toList();
    }

    private List<String> bodiesOfAllPages(String query) throws Exception {
        List<String> bodies = new ArrayList<>();
        JsonNode page = get("/dead-letters?" + query);
        while (!page.get("letters").isEmpty()) {
            bodies.addAll(bodiesOf(page));
            JsonNode last = page.get("letters").get(page.get("letters").size() - 1);
            page = get("/dead-letters?" + query + "&after=" + last.get("id").asString());
        }
        return bodies;
    }

    private JsonNode get(String path) throws Exception {
        MockHttpServletResponse answer = perform(MockMvcRequestBuilders.get(java.net.URI.create(path)));
        assertThat(answer.getStatus()).as(answer.getContentAsString(UTF_8)).isEqualTo(200);
        return JSON.readTree(answer.getContentAsString(UTF_8));
    }

    private JsonNode post(String path, String body, int status) throws Exception {
        MockHttpServletResponse answer = perform(MockMvcRequestBuilders.post(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
        assertThat(answer.getStatus()).as(answer.getContentAsString(UTF_8)).isEqualTo(status);
        return JSON.readTree(answer.getContentAsString(UTF_8));
    }

    private int status(MockHttpServletRequestBuilder request) throws Exception {
        return perform(request).getStatus();
    }

    private MockHttpServletResponse perform(MockHttpServletRequestBuilder request) throws Exception {
        return http.perform(request).andReturn().getResponse();
    }
}
