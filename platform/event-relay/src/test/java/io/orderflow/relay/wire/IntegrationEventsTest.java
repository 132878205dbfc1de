package io.orderflow.relay.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.sample.Weather.SunShone;
import io.orderflow.eventstore.sample.Weather.ThermometerRead;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.relay.sample.WeatherMessages;
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

    private static final class Elsewhere {

        record RainFell() {}
    }
}
