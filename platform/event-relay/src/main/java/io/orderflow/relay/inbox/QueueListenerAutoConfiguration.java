package io.orderflow.relay.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.processing.LiveInstances;
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
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.EventRef;
import io.orderflow.relay.wire.WireAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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

    /** Times the largest message that is received along with others, these fit the memory. */
    private static final int MOST_UNDER_WAY = 200;

    private static final int FEWEST_UNDER_WAY = 10;

    @Bean
    QueueConsumers queueConsumers(
            ConnectionFactory connections,
            EventRelayProperties properties,
            Partitions partitions,
            EventMessageReader reader,
            EventSink sink,
            DeadLetterPublisher deadLetters,
            ReplayRequestSender requests,
            ReceiverConnections receivers,
            EventTracing tracing,
            MeterRegistry metrics,
            ObjectProvider<LiveInstances> instances) {
        String queue = properties.listenTo();
        List<String> names = partitions.readFor(queue);
        int prefetch = Math.max(MOST_UNDER_WAY / names.size(), FEWEST_UNDER_WAY);
        EventSink traced = new TracedSink(sink, tracing, queue);
        UnaryOperator<List<EventRef>> notElsewhere =
                partitions.isTakenAtOnce(queue) ? new OtherInstances(sink)::missing : UnaryOperator.identity();
        LiveInstances others = instances.getIfAvailable();
        List<QueueConsumer> shared = new ArrayList<>();
        List<QueueConsumer> everywhere = new ArrayList<>();
        for (String name : names) {
            QueueListener listener = new QueueListener(
                    queue,
                    name,
                    reader,
                    traced,
                    deadLetters,
                    new ManifestCheck(name, properties.histories().values(), requests, notElsewhere),
                    new InboxMetrics(metrics, name));
            QueueConsumer consumer = new QueueConsumer(
                    name, connections, listener, new CarefulPass(name, listener, receivers, prefetch), prefetch);
            boolean isShared = others != null && names.size() > 1 && !name.equals(partitions.lateQueueOf(queue));
            (isShared ? shared : everywhere).add(consumer);
        }
        return new QueueConsumers(shared, everywhere, others);
    }

    @Bean
    QueueListenerHealth queueHealthIndicator(QueueConsumers consumers) {
        return new QueueListenerHealth(consumers);
    }

    @Bean
    Worker queueWatch(QueueListenerHealth queue) {
        return new Worker("queue-watch", queue::look);
    }
}
