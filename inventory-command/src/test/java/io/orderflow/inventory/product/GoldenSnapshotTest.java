package io.orderflow.inventory.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.StockReserved;
import io.orderflow.eventstore.serialization.StateSerializationAutoConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;

/** A product whose state changes its shape gets another revision, by which snapshots of another release are passed over. */
class GoldenSnapshotTest {

    private final Serializer serializer = new StateSerializationAutoConfiguration().serializer();
    private final String revision = serializer.typeForClass(Product.class).getRevision();

    @Test
    void givenAProduct_whenASnapshotIsTaken_thenItIsTheGoldenJsonOfItsRevision() throws IOException {
        Product laptop = new Product();
        laptop.evolve(new ProductAdded(1, "Laptop", 10));
        laptop.evolve(new StockReserved(7, 1, 2));

        SerializedObject<String> snapshot = serializer.serialize(laptop, String.class);

        assertThat(snapshot.getData())
                .as("A state of another shape needs another revision, and a golden file of it")
                .isEqualTo(golden());
    }

    @Test
    void givenTheGoldenJson_whenItIsRead_thenItIsAProductOfThatState() throws IOException {
        Product laptop = serializer.deserialize(
                new SimpleSerializedObject<>(golden(), String.class, Product.class.getName(), revision));

        assertThat(serializer.serialize(laptop, String.class).getData()).isEqualTo(golden());
    }

    private String golden() throws IOException {
        String name = "/golden/ProductSnapshot-" + revision + ".json";
        try (InputStream file = GoldenSnapshotTest.class.getResourceAsStream(name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
