package io.orderflow.projection.remote;

import io.orderflow.relay.inbox.EventSink;
import io.orderflow.relay.inbox.QueueListenerHealth;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.QueueInspector;
import io.orderflow.relay.wire.EventMessageReader;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.util.Assert;

/** Makes a read model rebuildable that an application keeps in MongoDB from the events of its queue. */
public final class RemoteProjectionFactory {

    private final EventRelayProperties relay;
    private final ConnectionFactory connections;
    private final ReceiverConnections receivers;
    private final ReplayRequestSender requests;
    private final EventMessageReader reader;
    private final QueueListenerHealth listener;
    private final QueueInspector queues;
    private final MongoOperations mongo;
    private final AtomicBoolean made = new AtomicBoolean();

    RemoteProjectionFactory(
            EventRelayProperties relay,
            ConnectionFactory connections,
            ReceiverConnections receivers,
            ReplayRequestSender requests,
            EventMessageReader reader,
            QueueListenerHealth listener,
            QueueInspector queues,
            MongoOperations mongo) {
        this.relay = relay;
        this.connections = connections;
        this.receivers = receivers;
        this.requests = requests;
        this.reader = reader;
        this.listener = listener;
        this.queues = queues;
        this.mongo = mongo;
    }

    /**
     * The read model that the application's queue feeds, of which there is one. Its readers and writers name the live
     * collection anew for each operation, so that they get the new one from one operation to the next.
     *
     * @param collection is also the projection's name
     * @param sinks for the name of a collection, what stores events in it: each event once, however often it comes
     * @throws IllegalStateException for a second one
     */
    public RemoteProjection of(String collection, Function<String, EventSink> sinks) {
        Assert.state(made.compareAndSet(false, true), "The application's queue feeds one read model");
        Clock clock = Clock.systemUTC();
        RemoteRebuildRepository rebuilds = new RemoteRebuildRepository(mongo);
        ShadowCollection shadow = new ShadowCollection(mongo, collection, sinks);
        RemoteRebuilder rebuilder =
                new RemoteRebuilder(relay, connections, receivers, requests, reader, rebuilds, shadow, clock);
        return new RemoteProjection(collection, relay, rebuilds, listener, queues, clock, rebuilder);
    }
}
