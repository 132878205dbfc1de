package io.orderflow.projection.remote;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import io.orderflow.projection.RebuildRunningException;
import io.orderflow.projection.remote.RemoteRebuild.Phase;
import io.orderflow.relay.replay.ReplayReceipt;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;

/** The rebuilds of an application's read model, in MongoDB: one at a time among all of its instances. */
final class RemoteRebuildRepository {

    private final MongoOperations mongo;

    RemoteRebuildRepository(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** @throws RebuildRunningException if there is one */
    RemoteRebuild start(String projection, Collection<String> origins, Instant now) {
        Optional<RemoteRebuild> last = last();
        if (last.filter(RemoteRebuild::isRunning).isPresent()) {
            throw new RebuildRunningException(projection);
        }
        try {
            return mongo.insert(new RemoteRebuild(
                    last.map(RemoteRebuild::id).orElse(0L) + 1,
                    null,
                    Phase.ASKING,
                    UUID.randomUUID().toString(),
                    origins.stream().map(ReplayReceipt::none).toList(),
                    now,
                    now,
                    null,
                    null));
        } catch (DuplicateKeyException e) { // somebody has just started one
            throw new RebuildRunningException(projection);
        }
    }

    Optional<RemoteRebuild> last() {
        return Optional.ofNullable(
                mongo.findOne(new Query().with(Sort.by(Direction.DESC, "_id")).limit(1), RemoteRebuild.class));
    }

    Optional<RemoteRebuild> find(long id) {
        return Optional.ofNullable(mongo.findOne(Query.query(where("_id").is(id)), RemoteRebuild.class));
    }

    /** @throws org.springframework.dao.OptimisticLockingFailureException if another instance has changed it since */
    RemoteRebuild save(RemoteRebuild rebuild) {
        return mongo.save(rebuild);
    }
}
