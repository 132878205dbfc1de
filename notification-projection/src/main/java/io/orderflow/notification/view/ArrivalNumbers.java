package io.orderflow.notification.view;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/**
 * Numbers the notifications as they arrive, over all instances, so that they can be followed.
 *
 * <p>Guarantee: a number is written within {@link #LONGEST_WRITE} after it was drawn, or the notification gets a later one. So
 * who has seen a number, and waits for longer than that, has seen all that are below it.
 */
final class ArrivalNumbers {

    /** Longer than any write takes whose process is not suspended, as the client of MongoDB waits for less. */
    static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    private static final Query THE_ONE = query(where("_id").is("notifications"));

    /** How many have been drawn. */
    @Document("arrivals")
    record Drawn(@Id String id, long last) {}

    private final MongoOperations mongo;
    private final LongSupplier nanoTime;

    ArrivalNumbers(MongoOperations mongo, LongSupplier nanoTime) {
        this.mongo = mongo;
        this.nanoTime = nanoTime;
    }

    /** Numbers in a row that nobody else has. */
    final class Draw {

        private final long drawnAt = nanoTime.getAsLong();
        private long next;

        private Draw(int count) {
            Drawn drawn = mongo.findAndModify(
                    THE_ONE,
                    new Update().inc("last", (long) count),
                    FindAndModifyOptions.options().upsert(true).returnNew(true),
                    Drawn.class);
            next = drawn.last() - count + 1;
        }

        long next() {
            return next++;
        }

        /** To be called when all that has these numbers has been written. */
        boolean isInTime() {
            return nanoTime.getAsLong() - drawnAt < LONGEST_WRITE.toNanos();
        }
    }

    Draw draw(int count) {
        return new Draw(count);
    }

    /** The last number that was drawn; 0 before the first. */
    long last() {
        return Optional.ofNullable(mongo.findOne(THE_ONE, Drawn.class))
                .map(Drawn::last)
                .orElse(0L);
    }
}
