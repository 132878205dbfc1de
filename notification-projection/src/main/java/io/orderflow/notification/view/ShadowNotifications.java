package io.orderflow.notification.view;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.RenameCollectionOptions;
import io.orderflow.relay.in.EventSink;
import org.springframework.data.mongodb.core.MongoOperations;

/** The notifications that are built anew beside the live ones, and take their place. */
public final class ShadowNotifications {

    private final MongoOperations mongo;
    private final String live;

    ShadowNotifications(MongoOperations mongo, String live) {
        this.mongo = mongo;
        this.live = live;
    }

    /** Begins with none; what an earlier try of the same rebuild left is dropped. */
    public void create(long rebuild) {
        drop(rebuild);
        mongo.createCollection(name(rebuild));
    }

    /** Stores the notifications of events in the shadow. */
    public EventSink sink(long rebuild) {
        return new NotificationSink(new NotificationCollection(mongo, name(rebuild)));
    }

    /** Puts the shadow in the place of the live notifications, in one step; if that has happened, nothing does. */
    public void swap(long rebuild) {
        if (mongo.collectionExists(name(rebuild))) {
            String database = mongo.getCollection(live).getNamespace().getDatabaseName();
            mongo.getCollection(name(rebuild))
                    .renameCollection(
                            new MongoNamespace(database, live), new RenameCollectionOptions().dropTarget(true));
        }
    }

    /** Throws the shadow away, if there is one. */
    public void drop(long rebuild) {
        mongo.dropCollection(name(rebuild));
    }

    private String name(long rebuild) {
        return live + "_rebuild_" + rebuild;
    }
}
