package io.orderflow.relay.replay;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.deadletter.DeadLetterAutoConfiguration;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.wire.EventMessageWriter;
import io.orderflow.relay.wire.IntegrationEvents;
import io.orderflow.relay.wire.WireAutoConfiguration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets an application ask others for their history and, where it has an event store, send its own. */
@AutoConfiguration(
        after = {EventStorageAutoConfiguration.class, WireAutoConfiguration.class, DeadLetterAutoConfiguration.class})
public class ReplayAutoConfiguration {

    @Bean
    ReplayRequestSender replayRequestSender(ConfirmingPublisher publisher, EventRelayProperties properties) {
        return new ReplayRequestSender(publisher, properties.histories().values());
    }

    @Bean
    @ConditionalOnWebApplication
    @ConditionalOnProperty("orderflow.relay.listen-to")
    CatchUpController catchUpController(
            ReplayRequestSender requests, EventRelayProperties properties, Partitions partitions, AuditTrail trail) {
        String queue = properties.listenTo();
        return new CatchUpController(
                requests, partitions.lateQueueOf(queue), properties.queues().get(queue), trail);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(EventStorageEngine.class)
    @ConditionalOnProperty("orderflow.relay.replay-requests")
    static class OwnHistory {

        @Bean
        ReplayRepository replayRepository(JdbcTemplate jdbc) {
            return new ReplayRepository(jdbc);
        }

        @Bean
        ReplayMetrics replayMetrics(ReplayRepository replays) {
            return new ReplayMetrics(replays);
        }

        @Bean
        Worker replayer(
                EventRelayProperties properties,
                ConnectionFactory connections,
                ReceiverConnections receivers,
                ConfirmingPublisher publisher,
                DeadLetterPublisher deadLetters,
                IntegrationEvents published,
                @Qualifier("eventSerializer") Serializer eventSerializer,
                org.axonframework.config.Configuration axon,
                EventMessageWriter messages,
                ReplayRepository replays,
                JdbcTemplate jdbc,
                PlatformTransactionManager transactions,
                @Value("${spring.application.name}") String service) {
            ReplaySender worker = new ReplaySender(
                    properties.replayRequests(),
                    connections,
                    receivers,
                    publisher,
                    deadLetters,
                    new OwnHistoryReader(jdbc, published, eventSerializer, axon.upcasterChain()),
                    replays,
                    new ReplayMessageWriter(messages, service),
                    new TransactionTemplate(transactions));
            return new Worker("replayer", worker);
        }
    }
}
