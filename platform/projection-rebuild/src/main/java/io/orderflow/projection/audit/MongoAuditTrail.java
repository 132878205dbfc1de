package io.orderflow.projection.audit;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.orderflow.eventstore.audit.AuditEntry;
import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.audit.AuditedAction;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.types.ObjectId;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;

/** Keeps the entries in MongoDB. No transaction takes them in, so an entry is added when what it tells has been done. */
final class MongoAuditTrail implements AuditTrail {

    private final MongoOperations mongo;

    MongoAuditTrail(MongoOperations mongo) {
        this.mongo = mongo;
    }

    @Override
    public void add(String who, AuditedAction action, String target, String detail) {
        mongo.insert(new AuditDocument(new ObjectId(), Instant.now(), who, action, target, detail));
    }

    @Override
    public List<AuditEntry> page(String after, int limit) {
        Query entries = after == null ? new Query() : query(where("_id").lt(new ObjectId(after)));
        return mongo.find(entries.with(Sort.by(Direction.DESC, "_id")).limit(limit), AuditDocument.class).stream()
                .map(AuditDocument::toEntry)
                .toList();
    }

    /** By the ids, which begin with the time and have an index. */
    @Override
    public boolean forgetBefore(Instant time) {
        mongo.remove(query(where("_id").lt(new ObjectId(Date.from(time), 0))), AuditDocument.class);
        return false;
    }
}
