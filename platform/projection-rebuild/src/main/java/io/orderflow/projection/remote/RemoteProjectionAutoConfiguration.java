package io.orderflow.projection.remote;

import io.orderflow.relay.inbox.QueueListenerAutoConfiguration;
import io.orderflow.relay.inbox.QueueListenerHealth;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.ReplayAutoConfiguration;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.QueueInspector;
import io.orderflow.relay.wire.EventMessageReader;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Lets an application that keeps a read model in MongoDB from the events of its queue declare it, as a bean made by
 * {@link RemoteProjectionFactory}.
 */
@AutoConfiguration(
        after = {QueueListenerAutoConfiguration.class, ReplayAutoConfiguration.class, DataMongoAutoConfiguration.class})
@ConditionalOnClass({MongoOperations.class, QueueListenerHealth.class})
@ConditionalOnBean({MongoOperations.class, QueueListenerHealth.class})
public class RemoteProjectionAutoConfiguration {

    @Bean
    RemoteProjectionFactory historyProjections(
            EventRelayProperties relay,
            ConnectionFactory connections,
            ReceiverConnections receivers,
            ReplayRequestSender requests,
            EventMessageReader reader,
            QueueListenerHealth listener,
            QueueInspector queues,
            MongoOperations mongo) {
        return new RemoteProjectionFactory(relay, connections, receivers, requests, reader, listener, queues, mongo);
    }
}
