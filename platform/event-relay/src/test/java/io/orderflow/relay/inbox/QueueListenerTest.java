package io.orderflow.relay.inbox;

import static io.orderflow.relay.sample.WeatherMessages.EVENT_ID;
import static io.orderflow.relay.sample.WeatherMessages.rain;
import static io.orderflow.relay.sample.WeatherMessages.reader;
import static io.orderflow.relay.sample.WeatherMessages.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.replay.ReplayRequest;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.sample.Wire;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.Manifest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;

/** What becomes of a batch is written down in the order in which it happened. */
class QueueListenerTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final List<String> happened = new ArrayList<>();
    private final List<OutgoingMessage> parked = new ArrayList<>();
    private final Channel channel = mock(Channel.class);
    private final ConfirmingPublisher broker = mock(ConfirmingPublisher.class);
    private final ReplayRequestSender requests = mock(ReplayRequestSender.class);
    private int failuresOfTheStore;
    private int failuresOfTheBroker;
    private String refused = "";
    private String refusedWithItsBatch = "";
    private int refusalsOfBatches = Integer.MAX_VALUE;
    private int duplicates;
    private boolean active = true;
    private final List<EventRef> cameElsewhere = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private final QueueListener listener = new QueueListener(
            "order_responses",
            "order_responses",
            reader(),
            this::store,
            new DeadLetterPublisher(broker, Clock.fixed(NOON, ZoneOffset.UTC), metrics, List.of("order_responses")),
            new ManifestCheck("order_responses", List.of("station_history"), requests, this::notElsewhere),
            new InboxMetrics(metrics, "order_responses"));

    @BeforeEach
    void writeDownWhatHappens() throws IOException {
        doAnswer(ack -> happened.add("acked up to " + ack.getArgument(0) + (ack.<Boolean>getArgument(1) ? "" : "!")))
                .when(channel)
                .basicAck(anyLong(), anyBoolean());
        doAnswer(publish -> park(publish.getArgument(0))).when(broker).publish(anyList());
        doAnswer(request -> ask(request.getArgument(0), request.getArgument(1)))
                .when(requests)
                .sendTo(anyString(), any());
    }

    @Test
    void givenGoodMessages_whenTheyCome_thenTheyAreStoredAtOnceAndThenAcked() {
        receive(rain(1), rain(2), rain(3));

        assertThat(happened).containsExactly("stored 1, 2, 3", "acked up to 3");
        assertThat(listener.problem()).isEmpty();
    }

    @Test
    void givenEventsOfWhichTwoHaveComeBeforeAndOneIsBad_whenTheyCome_thenEachIsCounted() {
        duplicates = 2;
        failuresOfTheStore = 1;

        receive(rain(1), withBody("It is raining"), rain(2), rain(3), manifest(1, 2, 3));

        DistributionSummary size = metrics.get("orderflow.inbox.batch.size")
                .tag("queue", "order_responses")
                .summary();
        assertThat(size.count()).isEqualTo(1);
        assertThat(size.totalAmount()).isEqualTo(3);
        assertThat(counted("orderflow.inbox.duplicates")).isEqualTo(2);
        assertThat(counted("orderflow.deadletters.parked")).isEqualTo(1);
    }

    private double counted(String name) {
        return metrics.get(name).tag("queue", "order_responses").counter().count();
    }

    @Test
    void givenMessagesThatAreLargeTogether_whenTheyCome_thenTheyAreStoredInParts() {
        receive(large(rain(1)), large(rain(2)), rain(3), large(rain(4)));

        assertThat(happened)
                .containsExactly(
                        "stored 1", "acked up to 1", "stored 2, 3", "acked up to 3", "stored 4", "acked up to 4");
    }

    @Test
    void givenABadMessageAmongGoodOnes_whenTheyCome_thenItIsParkedWithTheReasonAndTheOthersAreStored() {
        receive(rain(1), withBody("It is raining"), rain(2));

        assertThat(happened).containsExactly("parked", "stored 1, 2", "acked up to 3");
        assertThat(parked).singleElement().satisfies(message -> {
            assertThat(message.exchange()).isEmpty();
            assertThat(message.routingKey()).isEqualTo("order_responses.dead");
            assertThat(message.body()).asString().isEqualTo("It is raining");
            assertThat(message.properties().getDeliveryMode()).as("persistent").isEqualTo(2);
            assertThat(message.properties().getMessageId()).isEqualTo(EVENT_ID + 3);
            assertThat(message.properties().getHeaders())
                    .hasEntrySatisfying(
                            "x-parked-reason",
                            reason -> assertThat(reason.toString()).startsWith("the body is no RainFell: "))
                    .containsEntry("x-parked-at", "2026-07-01T12:00:00Z")
                    .containsEntry("x-parked-routing-key", "weather.RainFell")
                    .containsEntry("axon-message-type", "RainFell");
        });
    }

    @Test
    void givenOnlyBadMessages_whenTheyCome_thenNothingIsStoredAndTheyAreAcked() {
        receive(withBody("1"), withBody("2"));

        assertThat(happened).containsExactly("parked", "parked", "acked up to 2");
    }

    @Test
    void givenTheStoreFailsTwice_whenMessagesCome_thenTheyAreAckedOnceItHasThem() {
        failuresOfTheStore = 2;

        receive(rain(1), rain(2));

        assertThat(happened).containsExactly("store failed", "store failed", "stored 1, 2", "acked up to 2");
        assertThat(listener.problem()).isEmpty();
    }

    @Test
    void givenTheStoreFails_whenABadMessageWasParked_thenItIsNotParkedAgain() {
        failuresOfTheStore = 1;

        receive(withBody("1"), rain(1));

        assertThat(happened).containsExactly("parked", "store failed", "stored 1", "acked up to 2");
    }

    @Test
    void givenAnEventThatTheStoreRefuses_whenItComes_thenItIsParkedAndTheOthersAreStored() {
        refused = EVENT_ID + 2;

        receive(rain(1), rain(2), rain(3));

        assertThat(happened).containsExactly("parked", "stored 1, 3", "acked up to 3");
        assertThat(parked).singleElement().satisfies(message -> {
            assertThat(message.properties().getMessageId()).isEqualTo(EVENT_ID + 2);
            assertThat(message.properties().getHeaders()).containsEntry("x-parked-reason", "no such rain");
        });
    }

    @Test
    void
            givenAnEventForWhichTheStoreRefusesItsBatch_whenItComes_thenItAloneIsParkedAndTheOthersAreStoredInTheirOrder() {
        refusedWithItsBatch = EVENT_ID + 3;

        receive(rain(1), rain(2), rain(3), rain(4), rain(5));

        assertThat(happened).containsExactly("stored 1, 2", "parked", "stored 4, 5", "acked up to 5");
        assertThat(parked).singleElement().satisfies(message -> {
            assertThat(message.properties().getMessageId()).isEqualTo(EVENT_ID + 3);
            assertThat(message.properties().getHeaders()).containsEntry("x-parked-reason", "no room for\\u0007 it");
        });
    }

    @Test
    void givenAnotherInstanceWasJustStoringTheSameEvent_whenItIsRefusedOnce_thenItIsNotParked() {
        refusedWithItsBatch = EVENT_ID + 1;
        refusalsOfBatches = 1;

        receive(rain(1));

        assertThat(happened).containsExactly("stored 1", "acked up to 1");
    }

    @Test
    void givenTheBrokerDoesNotTakeABadMessage_whenItComes_thenItIsTriedAgainBeforeAnythingIsAcked() {
        failuresOfTheBroker = 1;

        receive(rain(1), withBody("1"), rain(2));

        assertThat(happened).containsExactly("park failed", "parked", "stored 1, 2", "acked up to 3");
    }

    @Test
    void givenTheBrokerDoesNotTakeARefusedEvent_whenItComes_thenItIsTriedAgainBeforeAnythingIsAcked() {
        refused = EVENT_ID + 1;
        failuresOfTheBroker = 1;

        receive(rain(1), rain(2));

        assertThat(happened).containsExactly("park failed", "parked", "stored 2", "acked up to 2");
    }

    @Test
    void givenAllEventsOfABatchHaveCome_whenItsManifestComes_thenNothingElseHappens() {
        receive(rain(1), rain(2), manifest(1, 2));

        assertThat(happened).containsExactly("stored 1, 2", "acked up to 3");
    }

    @Test
    void givenEventsHaveNotCome_whenTheManifestNamesThem_thenTheyAreAskedForBeforeAnythingIsAcked() {
        receive(rain(2), manifest(1, 2, 3));

        assertThat(happened).containsExactly("stored 2", "asked station_history for 1, 3", "acked up to 2");
    }

    @Test
    void givenTheBrokerDoesNotTakeTheRequest_whenEventsAreMissing_thenTheyAreAskedForAgain() {
        failuresOfTheBroker = 1;

        receive(manifest(1));

        assertThat(happened).containsExactly("park failed", "asked station_history for 1", "acked up to 1");
    }

    @Test
    void givenABatchThatWasParked_whenItsManifestComes_thenNothingIsAskedFor() {
        receive(withBody("It is raining"), manifest(3));

        assertThat(happened).containsExactly("parked", "acked up to 2");
    }

    @Test
    void givenAManifestOfEventsThatHaveComeToAnotherInstance_whenItComes_thenOnlyTheOthersAreAskedFor() {
        cameElsewhere.add(rainRef(1));

        receive(rain(2), manifest(1, 2, 3));

        assertThat(happened).containsExactly("stored 2", "asked station_history for 3", "acked up to 2");
    }

    @Test
    void givenAManifestOfNobodyWhoHasHistory_whenItComes_thenItIsParked() {
        receive(Wire.deliver(new Manifest("somewhere", List.of(rainRef(1))).toMessage("order_responses")));

        assertThat(happened).containsExactly("parked", "acked up to 1");
    }

    @Test
    void givenTheStoreFails_whenTheListenerIsStopped_thenNothingIsAcked() {
        failuresOfTheStore = 1;
        active = false;

        assertThatThrownBy(() -> receive(rain(1))).hasMessageContaining("it will come again");
        assertThat(happened).containsExactly("store failed");
        assertThat(listener.problem()).contains("the database is gone");
    }

    @Test
    void givenTheChannelIsGone_whenABatchIsStored_thenTheListenerSaysThatItWillComeAgain() throws IOException {
        doThrow(new IOException("channel closed")).when(channel).basicAck(anyLong(), anyBoolean());

        assertThatThrownBy(() -> receive(rain(1))).hasMessageContaining("it will come again");
        assertThat(happened).containsExactly("stored 1");
    }

    /** With so much white space after its JSON that two of them are too large. */
    private static Message large(Message message) {
        byte[] body = Arrays.copyOf(message.getBody(), 600_000);
        Arrays.fill(body, message.getBody().length, body.length, (byte) ' ');
        return new Message(body, message.getMessageProperties());
    }

    private void receive(Message... messages) {
        for (int i = 0; i < messages.length; i++) {
            messages[i].getMessageProperties().setDeliveryTag(i + 1);
        }
        listener.take(List.of(messages), channel, () -> active);
    }

    private List<EventRef> notElsewhere(List<EventRef> events) {
        return events.stream().filter(event -> !cameElsewhere.contains(event)).toList();
    }

    private int store(List<EventMessage<?>> events) {
        if (failuresOfTheStore > 0) {
            failuresOfTheStore--;
            happened.add("store failed");
            throw new IllegalStateException("the database is gone");
        }
        events.stream()
                .filter(event -> event.getIdentifier().equals(refused))
                .findFirst()
                .ifPresent(event -> {
                    throw new RefusedEventException(event, "no such rain");
                });
        if (events.stream().anyMatch(event -> event.getIdentifier().equals(refusedWithItsBatch))
                && refusalsOfBatches > 0) {
            refusalsOfBatches--;
            throw new RefusedBatchException("no room for\u0007 it", null);
        }
        happened.add("stored "
                + String.join(
                        ", ",
                        events.stream()
                                .map(event -> event.getIdentifier().substring(EVENT_ID.length()))
                                .toList()));
        return duplicates;
    }

    private static Message manifest(int... millimetres) {
        List<EventRef> events =
                Arrays.stream(millimetres).mapToObj(QueueListenerTest::rainRef).toList();
        return Wire.deliver(new Manifest("station_history", events).toMessage("order_responses"));
    }

    private static EventRef rainRef(int millimetres) {
        return new EventRef(EVENT_ID + millimetres, "station-ulm", millimetres);
    }

    private Object ask(String origin, ReplayRequest request) {
        failIfTheBrokerDoes();
        assertThat(request.queue()).isEqualTo("order_responses");
        happened.add("asked " + origin + " for "
                + String.join(
                        ", ",
                        request.events().stream()
                                .map(event -> event.id().substring(EVENT_ID.length()))
                                .toList()));
        return null;
    }

    private void failIfTheBrokerDoes() {
        if (failuresOfTheBroker > 0) {
            failuresOfTheBroker--;
            happened.add("park failed");
            throw new IllegalStateException("the broker is gone");
        }
    }

    private Object park(List<OutgoingMessage> messages) {
        failIfTheBrokerDoes();
        parked.addAll(messages);
        happened.add("parked");
        return null;
    }
}
