package io.orderflow.local.mongo;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoNamespace;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.RenameCollectionOptions;
import io.orderflow.local.host.FreePorts;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoStandInTest {

    @TempDir
    private Path folder;

    @Test
    void aCollectionThatTookAnothersPlaceIsThereAfterARestart() {
        MongoStandIn mongo = new MongoStandIn(FreePorts.next(), folder, Optional.empty());
        inDatabase(mongo, database -> {
            database.getCollection("model").insertOne(new Document("_id", "old"));
            database.getCollection("shadow_1").insertOne(new Document("_id", "new"));
            database.getCollection("shadow_10").insertOne(new Document("_id", "other"));
            database.getCollection("shadow_1")
                    .renameCollection(
                            new MongoNamespace(database.getName(), "model"),
                            new RenameCollectionOptions().dropTarget(true));
        });

        inDatabase(mongo, database -> {
            assertThat(database.getCollection("model").find()).containsExactly(new Document("_id", "new"));
            assertThat(database.getCollection("model").countDocuments(eq("_id", "new")))
                    .isEqualTo(1);
            assertThat(database.getCollection("shadow_10").countDocuments()).isEqualTo(1);
            assertThat(database.listCollectionNames()).containsExactlyInAnyOrder("model", "shadow_10");
        });
    }

    @Test
    void aDocumentIsTheSameAfterARestartAndIsFoundByItsId() {
        Document document = new Document("_id", "one")
                .append("text", "Täxt")
                .append("number", 4_000_000_000L)
                .append("amount", new Decimal128(new BigDecimal("9.90")))
                .append("at", Date.from(Instant.parse("2026-11-24T09:44:20.426Z")))
                .append("nothing", null)
                .append("nested", new Document("list", List.of(1, "two", new Document("three", 3.5))));
        MongoStandIn mongo = new MongoStandIn(FreePorts.next(), folder, Optional.empty());
        inDatabase(mongo, database -> {
            database.getCollection("model").insertOne(document);
            database.getCollection("model").insertOne(new Document("_id", 2));
        });

        inDatabase(mongo, database -> {
            assertThat(database.getCollection("model").find(eq("_id", "one"))).containsExactly(document);
            assertThat(database.getCollection("model").find(eq("_id", 2L))).hasSize(1);
            assertThat(database.getCollection("model").find(eq("_id", "2"))).isEmpty();
            assertThatThrownBy(() -> database.getCollection("model").insertOne(document))
                    .isInstanceOf(MongoWriteException.class)
                    .hasMessageContaining("duplicate key");
        });
    }

    private static void inDatabase(MongoStandIn mongo, Consumer<MongoDatabase> use) {
        mongo.start();
        try (MongoClient client = MongoClients.create(mongo.uri("test"))) {
            use.accept(client.getDatabase("test"));
        } finally {
            mongo.stop();
        }
    }
}
