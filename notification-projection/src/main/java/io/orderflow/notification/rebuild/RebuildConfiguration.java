package io.orderflow.notification.rebuild;

import io.orderflow.notification.view.ShadowNotifications;
import io.orderflow.relay.RelayProperties;
import io.orderflow.relay.Worker;
import io.orderflow.relay.in.EventSink;
import io.orderflow.relay.in.MessageReader;
import io.orderflow.relay.in.QueueListenerHealth;
import io.orderflow.relay.replay.ReplayRequests;
import java.time.Clock;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

    @Bean
    RebuildRecords rebuildRecords(MongoOperations mongo) {
        return new RebuildRecords(mongo);
    }

    @Bean
    NotificationProjection notificationProjection(
            RelayProperties relay, RebuildRecords records, QueueListenerHealth listener, AmqpAdmin broker) {
        return new NotificationProjection(relay, records, listener, broker, Clock.systemUTC());
    }

    @Bean
    Worker rebuilder(
            RelayProperties relay,
            ConnectionFactory connections,
            ReplayRequests requests,
            MessageReader reader,
            RebuildRecords records,
            ShadowNotifications shadow,
            EventSink notificationSink) {
        return new Worker(
                "rebuilder",
                new Rebuilder(
                        relay, connections, requests, reader, records, shadow, notificationSink, Clock.systemUTC()));
    }
}
