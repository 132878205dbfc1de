package io.orderflow.eventstore.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.sample.Weather.SunShone;
import io.orderflow.eventstore.sample.Weather.ThermometerRead;
import org.junit.jupiter.api.Test;

class EventCatalogTest {

    private final EventCatalog catalog = EventCatalog.of(Weather.class, ThermometerRead.class);

    @Test
    void aSealedFamilyStandsForAllOfItsEvents() {
        assertThat(catalog.typeNamed("RainFell")).contains(RainFell.class);
        assertThat(catalog.typeNamed("SunShone")).contains(SunShone.class);
        assertThat(catalog.typeNamed("Weather")).isEmpty();
    }

    @Test
    void aSingleEventStandsForItself() {
        assertThat(catalog.nameOf(ThermometerRead.class)).contains("ThermometerRead");
        assertThat(catalog.typeNamed("ThermometerRead")).contains(ThermometerRead.class);
    }

    @Test
    void anyOtherTypeIsUnknown() {
        assertThat(catalog.typeNamed("java.lang.Runtime")).isEmpty();
        assertThat(catalog.typeNamed(RainFell.class.getName())).isEmpty();
        assertThat(catalog.nameOf(String.class)).isEmpty();
    }

    @Test
    void aForeignTypeOfTheSameSimpleNameIsUnknown() {
        assertThat(catalog.nameOf(Elsewhere.RainFell.class)).isEmpty();
    }

    @Test
    void twoTypesCannotHaveOneName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EventCatalog.of(Weather.class, Elsewhere.RainFell.class))
                .withMessageContaining("RainFell");
    }

    private static final class Elsewhere {

        record RainFell() {}
    }
}
