package io.orderflow.relay.replay;

import io.orderflow.relay.EventCatalog;
import io.orderflow.relay.RelayAutoConfiguration;
import io.orderflow.relay.RelayProperties;
import io.orderflow.relay.Worker;
import io.orderflow.relay.dead.DeadLetters;
import io.orderflow.relay.out.ConfirmingPublisher;
import io.orderflow.relay.out.EventMessages;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.serialization.Serializer;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets a service ask others for their history and, where it has an event store, send its own. */
@AutoConfiguration(after = RelayAutoConfiguration.class)
public class ReplayAutoConfiguration {

    @Bean
    ReplayRequests replayRequests(ConnectionFactory connections, RelayProperties properties) {
        return new ReplayRequests(
                new ConfirmingPublisher(connections, properties.confirmTimeout()), properties.exchange());
    }

    @Bean
    @ConditionalOnWebApplication
    CatchUpController catchUpController(ReplayRequests requests, RelayProperties properties) {
        String queue = properties.listenTo();
        return new CatchUpController(requests, queue, properties.queues().get(queue));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("orderflow.relay.replay-requests")
    static class OwnHistory {

        @Bean
        Worker replayer(
                RelayProperties properties,
                ConnectionFactory connections,
                DeadLetters deadLetters,
                EventCatalog catalog,
                @Qualifier("eventSerializer") Serializer eventSerializer,
                org.axonframework.config.Configuration axon,
                AMQPMessageConverter converter,
                JdbcTemplate jdbc,
                PlatformTransactionManager transactions,
                @Value("${spring.application.name}") String service) {
            Replayer replayer = new Replayer(
                    properties.replayRequests(),
                    connections,
                    new ConfirmingPublisher(connections, properties.confirmTimeout()),
                    deadLetters,
                    new History(jdbc, catalog, eventSerializer, axon.upcasterChain()),
                    new Replays(jdbc),
                    new ReplayMessages(new EventMessages(converter, properties.exchange()), service),
                    new TransactionTemplate(transactions));
            return new Worker("replayer", replayer);
        }
    }
}
