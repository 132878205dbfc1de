package io.orderflow.projection.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import io.orderflow.projection.weather.WeatherSystem.Setting;
import io.orderflow.relay.inbox.QueueConsumers;
import io.orderflow.relay.sample.RealBroker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@Timeout(120)
@ParameterizedClass
@MethodSource("settings")
class WeatherTest {

    private static WeatherSystem weather;

    private final String station = "station-" + UUID.randomUUID();
    private final String gossip = "It will be sunny, says " + UUID.randomUUID();

    static Stream<Setting> settings() {
        return Stream.of(Setting.values())
                .filter(setting -> setting == Setting.EMBEDDED_BROKER || RealBroker.isInstalled());
    }

    private final Setting setting;

    WeatherTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeParameterizedClassInvocation
    static void start(Setting setting) throws Exception { // as Qpid declares
        weather = new WeatherSystem(setting);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception { // as whatever broker declares
        weather.close();
    }

    @Test
    void whenAGaugeIsRead_thenTheRainIsInTheAlmanac() {
        readGauge(station, 7);

        patiently().untilAsserted(() -> assertThat(almanacOf(station)).containsExactly("7 mm of rain"));
    }

    @Test
    void whenALotOfRainIsRecorded_thenTheFloodWatchReactsToTheStationsEvent() {
        readGauge(station, 49);
        readGauge(station, 99);

        patiently()
                .untilAsserted(() -> assertThat(almanacOf(station))
                        .containsExactly("49 mm of rain", "50 mm of rain", "flood warning"));
    }

    @Test
    void givenALocalReadModelThatIsWrong_whenItIsRebuiltWhileInUse_thenItIsRight() {
        readGauge(station, 1);
        patiently().until(() -> rainfallAt(station) == 1);
        weather.station
                .bean(JdbcTemplate.class)
                .update("UPDATE rainfall SET millimetres = 1000 WHERE station = ?", station);

        URI rebuild = weather.station.post("/projections/rainfall/rebuild");
        int level = 1;
        do {
            level++;
            readGauge(station, level);
            assertThat(rainfallAt(station)).as("while it is rebuilt").isPositive();
        } while (stateOf(rebuild, weather.station).equals("running"));

        assertThat(stateOf(rebuild, weather.station)).isEqualTo("finished");
        int last = level;
        patiently().until(() -> rainfallAt(station) == last);
    }

    @Test
    void givenAnEmptiedCollection_whenTheAlmanacIsRebuilt_thenTheHistoryOfAllIsInIt() {
        readGauge(station, 60);
        patiently().until(() -> almanacOf(station).size() == 2);
        weather.almanac.bean(MongoOperations.class).dropCollection("almanac");
        assertThat(almanacOf(station)).isEmpty();

        URI rebuild = weather.almanac.post("/projections/almanac/rebuild");
        patiently().until(() -> !stateOf(rebuild, weather.almanac).equals("running"));

        assertThat(stateOf(rebuild, weather.almanac)).isEqualTo("finished");
        assertThat(almanacOf(station)).containsExactly("60 mm of rain", "flood warning");
    }

    @Test
    void givenAMessageThatIsNoEvent_thenItIsParkedWithTheReason_andTheEventsAroundItArrive() {
        readGauge(station, 1);
        patiently().until(() -> almanacOf(station).size() == 1);

        spreadGossip();
        readGauge(station, 3);

        patiently().untilAsserted(() -> assertThat(almanacOf(station)).containsExactly("1 mm of rain", "2 mm of rain"));
        assertThat(deadLetter().get("reason").stringValue()).contains("axon-message-id is missing");
    }

    @Test
    void givenADeadLetter_thenItCanBeHandedInAgainAndGivenUp() {
        spreadGossip();
        String id = idOf(deadLetter());

        weather.almanac.post("/dead-letters/{id}/redrive", id);
        String parkedAgain = idOf(deadLetterOtherThan(id));
        weather.almanac.delete("/dead-letters/{id}", parkedAgain);

        assertThat(deadLettersOfGossip()).isEmpty();
    }

    @Test
    void givenAQueueThatWasEmptied_whenCaughtUp_thenWhatWasLostTakesEffect_andWhatWasNotDoesNotAgain() {
        String other = station + "-b";
        readGauge(station, 60);
        patiently().until(() -> almanacOf(station).contains("flood warning"));
        loseMessages(() -> readGauge(other, 70));

        weather.floodWatch.post("/inbox/catch-up");

        patiently().untilAsserted(() -> assertThat(almanacOf(other)).containsExactly("70 mm of rain", "flood warning"));
        assertThat(almanacOf(station)).containsExactly("60 mm of rain", "flood warning");
    }

    @Test
    void givenAQueueThatIsUnboundWhileSomebodyElseListens_thenItsEventsArriveAllTheSame() throws Exception {
        onBroker(channel -> {
            String other = channel.queueDeclare().getQueue();
            channel.queueBind(other, "weather", "#");
            for (int level = 1; level <= 20; level++) {
                if (level == 1
                        || setting == Setting.RABBITMQ_WITH_QUORUM_QUEUES) { // Qpid refuses it where it is unbound
                    channel.queueUnbind("almanac", "weather", "weather.#");
                }
                readGauge(station, level);
            }
        });

        patiently()
                .untilAsserted(() -> assertThat(almanacOf(station))
                        .containsExactlyInAnyOrderElementsOf(Collections.nCopies(20, "1 mm of rain")));
    }

    @Test
    void givenExchangeAndQueuesAreDeleted_thenWhatHappensNextArrives() throws Exception {
        assumeThat(setting)
                .as("Qpid does not tell consumers that their queue was deleted")
                .isEqualTo(Setting.RABBITMQ_WITH_QUORUM_QUEUES);
        readGauge(station, 60);
        patiently().until(() -> almanacOf(station).contains("flood warning"));

        onBroker(channel -> {
            channel.exchangeDelete("weather");
            for (String queue : List.of("almanac", "floodwatch", "station_history")) {
                channel.queueDelete(queue);
                channel.queueDelete(queue + ".dead");
            }
        });
        readGauge(station, 160);

        patiently()
                .untilAsserted(() -> assertThat(almanacOf(station))
                        .containsExactlyInAnyOrder(
                                "60 mm of rain", "flood warning", "100 mm of rain", "flood warning"));
        spreadGossip();
        assertThat(deadLetter().get("queue").stringValue()).isEqualTo("almanac");
    }

    private static void onBroker(Damage damage) {
        weather.station.bean(RabbitTemplate.class).execute(channel -> {
            damage.doneBy(channel);
            return null;
        });
    }

    private interface Damage {
        void doneBy(Channel channel) throws IOException;
    }

    private static void readGauge(String station, int level) {
        weather.station.post("/stations/{station}/readings?level={level}", station, level);
    }

    private static int rainfallAt(String station) {
        return weather.station
                .get("/stations/{station}/rainfall", station)
                .get("millimetres")
                .intValue();
    }

    private static List<String> almanacOf(String station) {
        return weather.almanac
                .get("/almanac/{station}", station)
                .valueStream()
                .map(entry -> entry.get("text").stringValue())
                .toList();
    }

    private static String stateOf(URI rebuild, RunningApplication application) {
        return application.get(rebuild.getPath()).get("state").stringValue();
    }

    private void spreadGossip() {
        weather.station.bean(RabbitTemplate.class).convertAndSend("weather", "weather.gossip", gossip);
    }

    private List<JsonNode> deadLettersOfGossip() {
        return weather.almanac
                .get("/dead-letters")
                .get("letters")
                .valueStream()
                .filter(letter -> letter.get("body").stringValue().equals(gossip))
                .toList();
    }

    /** The one dead letter that the gossip has become, as soon as it has. */
    private JsonNode deadLetter() {
        return deadLetterOtherThan("");
    }

    private JsonNode deadLetterOtherThan(String id) {
        return patiently()
                .until(
                        this::deadLettersOfGossip,
                        letters -> letters.size() == 1 && !idOf(letters.get(0)).equals(id))
                .get(0);
    }

    private static String idOf(JsonNode deadLetter) {
        return deadLetter.get("id").stringValue();
    }

    /** Empties the flood watch's queue of the event that the action leads to, and of the manifest, before they were taken in. */
    private static void loseMessages(Runnable action) {
        QueueConsumers consumer = weather.floodWatch.bean(QueueConsumers.class);
        AmqpAdmin broker = weather.floodWatch.bean(AmqpAdmin.class);
        consumer.stop();
        action.run();
        patiently().until(() -> broker.getQueueInfo("floodwatch").getMessageCount() == 2);
        broker.purgeQueue("floodwatch");
        consumer.start();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
