package io.orderflow.notification.view;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.MongoTemplate;

/** A server of MongoDB's protocol that forgets everything, and a client with the service's own settings. */
final class MongoInMemory implements AutoCloseable {

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client;
    private final MongoOperations operations;
    private boolean stopped;

    MongoInMemory() {
        String uri = server.bindAndGetConnectionString();
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(new ConnectionString(uri));
        new NotificationProjectionConfiguration().durableAndImpatient().customize(settings);
        client = MongoClients.create(settings.build());
        operations = new MongoTemplate(client, "notifications");
    }

    MongoOperations operations() {
        return operations;
    }

    /** Once: a server that is down waits for ever for a connection that came while it went down. */
    void stop() {
        if (!stopped) {
            stopped = true;
            server.shutdownNow();
        }
    }

    @Override
    public void close() {
        client.close();
        stop();
    }
}
