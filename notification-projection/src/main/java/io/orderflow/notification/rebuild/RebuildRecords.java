package io.orderflow.notification.rebuild;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import io.orderflow.notification.rebuild.RebuildRecord.Phase;
import io.orderflow.relay.projection.RebuildRunningException;
import io.orderflow.relay.replay.ReceivedHistory;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;

/** The rebuilds of the notifications, in MongoDB: one at a time among all instances of the service. */
final class RebuildRecords {

    private final MongoOperations mongo;

    RebuildRecords(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** @throws RebuildRunningException if there is one */
    RebuildRecord start(String projection, Collection<String> origins, Instant now) {
        Optional<RebuildRecord> last = last();
        if (last.filter(RebuildRecord::isRunning).isPresent()) {
            throw new RebuildRunningException(projection);
        }
        try {
            return mongo.insert(new RebuildRecord(
                    last.map(RebuildRecord::id).orElse(0L) + 1,
                    null,
                    Phase.ASKING,
                    UUID.randomUUID().toString(),
                    origins.stream().map(ReceivedHistory::none).toList(),
                    now,
                    now,
                    null,
                    null));
        } catch (DuplicateKeyException e) { // somebody has just started one
            throw new RebuildRunningException(projection);
        }
    }

    Optional<RebuildRecord> last() {
        return Optional.ofNullable(
                mongo.findOne(new Query().with(Sort.by(Direction.DESC, "_id")).limit(1), RebuildRecord.class));
    }

    Optional<RebuildRecord> find(long id) {
        return Optional.ofNullable(mongo.findOne(Query.query(where("_id").is(id)), RebuildRecord.class));
    }

    /** @throws org.springframework.dao.OptimisticLockingFailureException if another instance has changed it since */
    RebuildRecord save(RebuildRecord rebuild) {
        return mongo.save(rebuild);
    }
}
