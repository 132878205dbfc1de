package io.orderflow.projection.remote;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.RenameCollectionOptions;
import io.orderflow.relay.inbox.EventSink;
import java.util.function.Function;
import org.springframework.data.mongodb.core.MongoOperations;

/** The collection in which a new model is built beside the live one, whose place it takes. */
final class ShadowCollection {

    private final MongoOperations mongo;
    private final String live;
    private final Function<String, EventSink> sinks;

    /** @param sinks for the name of a collection, what stores events in it */
    ShadowCollection(MongoOperations mongo, String live, Function<String, EventSink> sinks) {
        this.mongo = mongo;
        this.live = live;
        this.sinks = sinks;
    }

    /** Begins with none; what an earlier try of the same rebuild left is dropped. */
    void create(long rebuild) {
        drop(rebuild);
        mongo.createCollection(name(rebuild));
    }

    EventSink sink(long rebuild) {
        return sinks.apply(name(rebuild));
    }

    EventSink liveSink() {
        return sinks.apply(live);
    }

    /** Puts the shadow in the place of the live collection, in one step; if that has happened, nothing does. */
    void swap(long rebuild) {
        if (mongo.collectionExists(name(rebuild))) {
            String database = mongo.getCollection(live).getNamespace().getDatabaseName();
            mongo.getCollection(name(rebuild))
                    .renameCollection(
                            new MongoNamespace(database, live), new RenameCollectionOptions().dropTarget(true));
        }
    }

    /** Throws the shadow away, if there is one. */
    void drop(long rebuild) {
        mongo.dropCollection(name(rebuild));
    }

    private String name(long rebuild) {
        return live + "_rebuild_" + rebuild;
    }
}
