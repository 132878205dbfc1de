package io.orderflow.projection.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.orderflow.eventstore.audit.AuditEntry;
import io.orderflow.eventstore.audit.AuditedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.MongoTemplate;

class MongoAuditTrailTest {

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client = MongoClients.create(server.bindAndGetConnectionString());
    private final MongoOperations mongo = new MongoTemplate(client, "notifications");
    private final MongoAuditTrail trail = new MongoAuditTrail(mongo);

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void entriesComeInPages_theNewestFirst() {
        trail.add("olga", AuditedAction.REBUILD_STARTED, "projections/notifications", "rebuild 1");
        trail.add("ben", AuditedAction.DEAD_LETTER_DROPPED, "dead-letters/x", "given up");
        trail.add("olga", AuditedAction.CATCH_UP_STARTED, "queues/notifications", "history");

        List<AuditEntry> page = trail.page(null, 2);
        assertThat(page).extracting(AuditEntry::who).containsExactly("olga", "ben");
        assertThat(page.get(1).action()).isEqualTo(AuditedAction.DEAD_LETTER_DROPPED);
        assertThat(trail.page(page.get(1).id(), 2))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).isEqualTo("rebuild 1"));
    }

    @Test
    void whatIsNoIdIsRefused() {
        assertThatThrownBy(() -> trail.page("x", 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsOldIsForgotten() {
        Instant now = Instant.now();
        Instant longAgo = now.minus(Duration.ofDays(91));
        mongo.insert(new AuditDocument(
                new ObjectId(Date.from(longAgo)), longAgo, "olga", AuditedAction.STOCK_SET, "products/1", "old"));
        trail.add("olga", AuditedAction.STOCK_SET, "products/1", "new");

        trail.forgetBefore(now.minus(Duration.ofDays(90)));

        assertThat(trail.page(null, 2)).extracting(AuditEntry::detail).containsExactly("new");
    }
}
