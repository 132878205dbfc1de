package io.orderflow.relay.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.eventstore.tracing.EventTracingAutoConfiguration;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.deadletter.DeadLetterAutoConfiguration;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.receiver.ReceiverAutoConfiguration;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.ReplayAutoConfiguration;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.WireAutoConfiguration;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Takes events from the application's queue, if it has one, to its {@link EventSink}: its inbox or, if it has no event store,
 * one that it declares.
 */
@AutoConfiguration(
        after = {
            EventTracingAutoConfiguration.class,
            InboxAutoConfiguration.class,
            WireAutoConfiguration.class,
            ReceiverAutoConfiguration.class,
            DeadLetterAutoConfiguration.class,
            ReplayAutoConfiguration.class
        })
@ConditionalOnProperty("orderflow.relay.listen-to")
public class QueueListenerAutoConfiguration {

    @Bean
    QueueListener queueListener(
            EventRelayProperties properties,
            EventMessageReader reader,
            EventSink sink,
            DeadLetterPublisher deadLetters,
            ReplayRequestSender requests,
            EventTracing tracing,
            MeterRegistry metrics,
            ObjectProvider<QueueConsumer> consumer) {
        return new QueueListener(
                properties.listenTo(),
                reader,
                new TracedSink(sink, tracing, properties.listenTo()),
                deadLetters,
                new ManifestCheck(properties.listenTo(), properties.histories().values(), requests),
                new InboxMetrics(metrics, properties.listenTo()),
                () -> consumer.getObject().isRunning());
    }

    @Bean
    QueueConsumer queueConsumer(
            ConnectionFactory connections,
            EventRelayProperties properties,
            QueueListener listener,
            ReceiverConnections receivers) {
        String queue = properties.listenTo();
        return new QueueConsumer(queue, connections, listener, new CarefulPass(queue, listener, receivers));
    }

    @Bean
    QueueListenerHealth queueHealthIndicator(
            EventRelayProperties properties, QueueListener listener, QueueConsumer consumer) {
        return new QueueListenerHealth(properties.listenTo(), listener, consumer);
    }

    @Bean
    Worker queueWatch(QueueListenerHealth queue) {
        return new Worker("queue-watch", queue::look);
    }
}
