package io.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.serialization.EventSerializationAutoConfiguration;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.ProductRenamed;
import io.orderflow.inventory.product.StockAdjusted;
import io.orderflow.inventory.product.StockSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events that stay in this service keep their JSON too: they are in its store for good. */
class GoldenInternalEventsTest {

    private final Serializer serializer =
            new EventSerializationAutoConfiguration().eventSerializer(new InventoryCommandApplication().eventCatalog());

    static Object[] internalEvents() {
        return new Object[] {
            new ProductAdded(1, "Laptop", 10),
            new ProductRenamed(1, "Notebook"),
            new StockSet(1, 20),
            new StockAdjusted(1, -5, "broken")
        };
    }

    @ParameterizedTest
    @MethodSource("internalEvents")
    void givenAnEvent_whenStoredAndRead_thenItIsTheGoldenJsonAndTheSameEvent(Object event) throws IOException {
        SerializedObject<String> stored = serializer.serialize(event, String.class);

        assertThat(stored.getType().getName()).isEqualTo(event.getClass().getSimpleName());
        assertThat(stored.getData())
                .isEqualTo(golden(
                        stored.getType().getName() + "-" + stored.getType().getRevision()));
        assertThat(serializer.<String, Object>deserialize(stored)).isEqualTo(event);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = GoldenInternalEventsTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
