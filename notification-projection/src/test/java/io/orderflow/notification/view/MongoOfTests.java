package io.orderflow.notification.view;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * An empty database, and a client with the service's own settings: in the MongoDB that {@code SPRING_MONGODB_URI} names or, where it
 * names none, in a server of its protocol that forgets everything.
 */
final class MongoOfTests implements AutoCloseable {

    private final Optional<MongoServer> own;
    private final MongoClient client;
    private final String database = "test_" + UUID.randomUUID();
    private final MongoOperations operations;
    private boolean stopped;

    MongoOfTests() {
        String elsewhere = System.getenv("SPRING_MONGODB_URI");
        own = elsewhere == null ? Optional.of(new MongoServer(new MemoryBackend())) : Optional.empty();
        String uri = own.map(MongoServer::bindAndGetConnectionString).orElse(elsewhere);
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(new ConnectionString(uri));
        new NotificationProjectionConfiguration().durableAndImpatient().customize(settings);
        client = MongoClients.create(settings.build());
        operations = new MongoTemplate(client, database);
    }

    MongoOperations operations() {
        return operations;
    }

    /** Once: a server that is down waits for ever for a connection that came while it went down. One elsewhere cannot be stopped. */
    void stop() {
        assumeThat(own).as("a MongoDB that can be stopped").isPresent();
        if (!stopped) {
            stopped = true;
            own.get().shutdownNow();
        }
    }

    @Override
    public void close() {
        if (own.isEmpty()) {
            client.getDatabase(database).drop();
        }
        client.close();
        if (own.isPresent()) {
            stop();
        }
    }
}
