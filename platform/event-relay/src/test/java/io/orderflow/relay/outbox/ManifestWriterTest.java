package io.orderflow.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.sample.Wire;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.QueueType;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;

class ManifestWriterTest {

    private static final List<OutgoingMessage> BATCH = List.of(
            event(
                    "rain-1",
                    "weather.RainFell",
                    Map.of("axon-message-aggregate-id", "station-ulm", "axon-message-aggregate-seq", 7L)),
            event("sun-2", "weather.SunShone", Map.of()));

    private static final EventRef RAIN = new EventRef("rain-1", "station-ulm", 7);
    private static final EventRef SUN = new EventRef("sun-2", "sun-2", 0);

    @Test
    void givenABatch_thenEachQueueIsToldBehindItWhatItOughtToGetOfIt() {
        List<OutgoingMessage> messages = writer("station_history").withManifests(BATCH);

        assertThat(messages).startsWith(BATCH.toArray(OutgoingMessage[]::new)).hasSize(4);
        assertThat(manifestTo("rainwatch", messages)).isEqualTo(new Manifest("station_history", List.of(RAIN)));
        assertThat(manifestTo("almanac", messages)).isEqualTo(new Manifest("station_history", List.of(RAIN, SUN)));
    }

    @Test
    void givenAServiceThatCannotBeAskedForEvents_thenItNamesNone() {
        assertThat(writer(null).withManifests(BATCH)).isEqualTo(BATCH);
    }

    @Test
    void givenPartitions_thenEachIsToldOfItsOwnEvents() {
        List<OutgoingMessage> batch =
                List.of(event("rain-1", "weather.RainFell.01", Map.of()), event("sun-2", "weather.SunShone", Map.of()));

        List<OutgoingMessage> messages = writer("station_history", 2).withManifests(batch);

        assertThat(messages).hasSize(4);
        assertThat(manifestTo("rainwatch.01", messages).events()).containsExactly(new EventRef("rain-1", "rain-1", 0));
        assertThat(manifestTo("almanac.shared", messages).events())
                .containsExactly(new EventRef("rain-1", "rain-1", 0), SUN);
    }

    private static Manifest manifestTo(String queue, List<OutgoingMessage> messages) {
        Message delivered = Wire.deliver(messages.stream()
                .filter(message ->
                        message.exchange().isEmpty() && message.routingKey().equals(queue))
                .findFirst()
                .orElseThrow());
        return Manifest.read(delivered.getMessageProperties(), delivered.getBody())
                .orElseThrow();
    }

    private static OutgoingMessage event(String id, String routingKey, Map<String, Object> headers) {
        BasicProperties properties =
                new BasicProperties.Builder().messageId(id).headers(headers).build();
        return new OutgoingMessage("exchange", routingKey, properties, new byte[0]);
    }

    private static ManifestWriter writer(String replayRequests) {
        return writer(replayRequests, 1);
    }

    private static ManifestWriter writer(String replayRequests, int partitions) {
        EventRelayProperties relay = new EventRelayProperties(
                "exchange",
                QueueType.CLASSIC,
                Map.of(
                        "rainwatch", List.of("weather.RainFell"),
                        "almanac", List.of("weather.#"),
                        "tides", List.of("tide.*")),
                List.of("rainwatch"),
                List.of("almanac"),
                Map.of("station", "station_history"),
                null,
                replayRequests,
                Duration.ofSeconds(10));
        return new ManifestWriter(relay, new Partitions(relay, partitions));
    }
}
