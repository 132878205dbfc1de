package io.orderflow.eventstore.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogSerializerTest {

    private final Serializer serializer = new CatalogSerializer(Weather.catalog());

    @Test
    void anEventIsNamedWithoutItsJavaPackage() {
        SerializedObject<String> written = serializer.serialize(new RainFell("Ulm", 3), String.class);

        assertThat(written.getType().getName()).isEqualTo("RainFell");
        assertThat(written.getType().getRevision()).isEqualTo("1");
    }

    @Test
    void whatIsNoEventKeepsItsClassName() {
        SerializedObject<String> written = serializer.serialize(new GlobalSequenceTrackingToken(7), String.class);

        assertThat(written.getType().getName()).isEqualTo(GlobalSequenceTrackingToken.class.getName());
        assertThat(serializer.<String, Object>deserialize(written)).isEqualTo(new GlobalSequenceTrackingToken(7));
    }

    @Test
    void aMemberThatIsNotKnownYetIsPassedOver() {
        assertThat(read("{\"place\": \"Ulm\", \"millimetres\": 3, \"acid\": true}"))
                .isEqualTo(new RainFell("Ulm", 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"place\": \"Ulm\"}",
                "{\"place\": \"Ulm\", \"millimetres\": null}",
                "{\"place\": null, \"millimetres\": 3}",
                "{\"millimetres\": 3}",
                "{\"place\": \"Ulm\", \"millimetres\": \"much\"}",
                "{}",
                "[]",
                "rain"
            })
    void aMemberThatIsMissingOrNoneOfItsKindIsAnError(String json) {
        assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"observer\": null, \"remarks\": null}"})
    void aMemberThatIsDeclaredAsOneThatMayBeMissingMayBe(String json) {
        Serializer snow = new CatalogSerializer(EventCatalog.of(SnowFell.class));

        assertThat(snow.<String, Object>deserialize(new SimpleSerializedObject<>(json, String.class, "SnowFell", "1")))
                .isEqualTo(new SnowFell(Optional.empty(), List.of()));
    }

    /** Has got both members after the first of its kind were stored. */
    private record SnowFell(
            Optional<String> observer,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> remarks) {}

    private Object read(String json) {
        return serializer.deserialize(new SimpleSerializedObject<>(json, String.class, "RainFell", "1"));
    }
}
