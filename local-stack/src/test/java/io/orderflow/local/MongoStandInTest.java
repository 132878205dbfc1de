package io.orderflow.local;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.RenameCollectionOptions;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoStandInTest {

    @TempDir
    private Path folder;

    @Test
    void aCollectionThatTookAnothersPlaceIsThereAfterARestart() {
        MongoStandIn mongo = new MongoStandIn(Ports.anyFree(), new DataFolder(folder));
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

    private static void inDatabase(MongoStandIn mongo, Consumer<MongoDatabase> use) {
        mongo.start();
        try (MongoClient client = MongoClients.create(mongo.uri("test"))) {
            use.accept(client.getDatabase("test"));
        } finally {
            mongo.stop();
        }
    }
}
