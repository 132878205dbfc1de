package io.orderflow.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orderflow.relay.Weather.RainFell;
import io.orderflow.relay.Weather.SunShone;
import io.orderflow.relay.Weather.ThermometerRead;
import org.junit.jupiter.api.Test;

class EventCatalogTest {

    private final EventCatalog catalog = Weather.catalog();

    @Test
    void publishedTypesAreThoseOfTheSealedFamily() {
        assertThat(catalog.publishedTypes()).containsExactlyInAnyOrder(RainFell.class, SunShone.class);
    }

    @Test
    void aPublishedTypeHasARoutingKey() {
        assertThat(catalog.routingKeyOf(RainFell.class)).contains("weather.RainFell");
        assertThat(catalog.isPublished("RainFell")).isTrue();
    }

    @Test
    void anInternalTypeHasANameButNoRoutingKeyAndIsNotTakenFromAQueue() {
        assertThat(catalog.nameOf(ThermometerRead.class)).contains("ThermometerRead");
        assertThat(catalog.typeNamed("ThermometerRead")).contains(ThermometerRead.class);
        assertThat(catalog.routingKeyOf(ThermometerRead.class)).isEmpty();
        assertThat(catalog.isPublished("ThermometerRead")).isFalse();
    }

    @Test
    void anyOtherTypeIsUnknown() {
        assertThat(catalog.typeNamed("java.lang.Runtime")).isEmpty();
        assertThat(catalog.typeNamed(RainFell.class.getName())).isEmpty();
        assertThat(catalog.isPublished("Runtime")).isFalse();
        assertThat(catalog.routingKeyOf(String.class)).isEmpty();
        assertThat(catalog.nameOf(String.class)).isEmpty();
    }

    @Test
    void aForeignTypeOfTheSameSimpleNameIsUnknown() {
        assertThat(catalog.nameOf(Elsewhere.RainFell.class)).isEmpty();
        assertThat(catalog.routingKeyOf(Elsewhere.RainFell.class)).isEmpty();
    }

    @Test
    void twoTypesCannotHaveOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.withInternal(Elsewhere.RainFell.class))
                .withMessage("Two event types are named RainFell");
    }

    private static final class Elsewhere {

        record RainFell() {}
    }
}
