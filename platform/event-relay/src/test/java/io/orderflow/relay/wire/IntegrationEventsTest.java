package io.orderflow.relay.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.sample.Weather.SunShone;
import io.orderflow.eventstore.sample.Weather.ThermometerRead;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.relay.sample.WeatherMessages;
import io.orderflow.relay.sample.Wire;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.QueueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class IntegrationEventsTest {

    private final IntegrationEvents published = WeatherMessages.PUBLISHED;

    @Test
    void publishedTypesAreThoseOfTheSealedFamily() {
        assertThat(published.types()).containsExactlyInAnyOrder(RainFell.class, SunShone.class);
    }

    @Test
    void aPublishedTypeHasARoutingKey() {
        assertThat(published.routingKeyOf(RainFell.class)).contains("weather.RainFell");
        assertThat(published.isTaken("RainFell")).isTrue();
    }

    @Test
    void anyOtherTypeHasNoRoutingKeyAndIsNotTakenFromAQueue() {
        assertThat(published.routingKeyOf(ThermometerRead.class)).isEmpty();
        assertThat(published.isTaken("ThermometerRead")).isFalse();
        assertThat(published.routingKeyOf(String.class)).isEmpty();
        assertThat(published.isTaken("java.lang.Runtime")).isFalse();
    }

    @Test
    void aForeignTypeOfTheSameSimpleNameIsNotPublished() {
        assertThat(published.routingKeyOf(Elsewhere.RainFell.class)).isEmpty();
    }

    @Test
    void whereItIsSaidWhatIsTaken_noOtherIs_andEachOnlyUnderItsAggregate() {
        IntegrationEvents choosy = published.taking(RainFell.class, rain -> "station-" + rain.place());

        assertThat(choosy.isTaken("RainFell")).isTrue();
        assertThat(choosy.isTaken("SunShone")).isFalse();
        assertThat(choosy.routingKeyOf(SunShone.class)).isPresent();
        assertThat(choosy.aggregateOf(new RainFell("ulm", 1))).contains("station-ulm");
        assertThat(published.aggregateOf(new RainFell("ulm", 1))).isEmpty();
    }

    @Test
    void anEventThatTravelsButIsNotInTheCatalog_keepsTheApplicationFromStarting() throws Exception {
        WireAutoConfiguration wire = new WireAutoConfiguration();

        wire.integrationEventsAreInCatalog(EventCatalog.of(Weather.class), published)
                .afterPropertiesSet();

        assertThatIllegalStateException()
                .isThrownBy(() -> wire.integrationEventsAreInCatalog(EventCatalog.of(RainFell.class), published)
                        .afterPropertiesSet())
                .withMessageContaining("SunShone");
    }

    @Test
    void anEventForAPartitionedQueueTravelsUnderTheKeyOfWhatItIsAbout() {
        Partitions partitions = partitions(4);
        EventMessageWriter writer = new EventMessageWriter(
                Wire.converter(published.partitionedBy(Weather.class, IntegrationEventsTest::placeOf), partitions),
                "exchange");

        assertThat(writer.toMessage(new GenericEventMessage<>(new RainFell("42", 1)))
                        .routingKey())
                .isEqualTo("weather.RainFell.00");
        assertThat(writer.toMessage(new GenericEventMessage<>(new RainFell("2", 1)))
                        .routingKey())
                .isEqualTo("weather.RainFell.01");
        assertThat(writer.toMessage(new GenericEventMessage<>(new SunShone("2")))
                        .routingKey())
                .isEqualTo("weather.SunShone");
    }

    @Test
    void anEventForAPartitionedQueueOfWhichItIsNotSaidWhatItIsAbout_keepsTheApplicationFromStarting() {
        WireAutoConfiguration wire = new WireAutoConfiguration();

        assertThatIllegalStateException()
                .isThrownBy(() -> wire.partitionedEventsAreAboutSomething(published, partitions(1))
                        .afterPropertiesSet())
                .withMessageContaining("RainFell");
    }

    private static String placeOf(Weather weather) {
        return weather instanceof RainFell rain ? rain.place() : "";
    }

    private static Partitions partitions(int number) {
        return new Partitions(
                new EventRelayProperties(
                        "exchange",
                        QueueType.CLASSIC,
                        Map.of("rainwatch", List.of("weather.RainFell")),
                        List.of("rainwatch"),
                        null,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(10)),
                number);
    }

    private static final class Elsewhere {

        record RainFell() {}
    }
}
