package io.orderflow.relay.inbox;

import io.orderflow.eventstore.worker.Retries;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.deadletter.DeadLetterAutoConfiguration;
import io.orderflow.relay.deadletter.DeadLetterPublisher;
import io.orderflow.relay.receiver.ReceiverAutoConfiguration;
import io.orderflow.relay.receiver.ReceiverConnections;
import io.orderflow.relay.replay.ReplayAutoConfiguration;
import io.orderflow.relay.replay.ReplayRequestSender;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.TolerantPropertiesConverter;
import io.orderflow.relay.wire.WireAutoConfiguration;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Takes events from the application's queue, if it has one, to its {@link EventSink}: its inbox or, if it has no event store,
 * one that it declares.
 */
@AutoConfiguration(
        after = {
            InboxAutoConfiguration.class,
            WireAutoConfiguration.class,
            ReceiverAutoConfiguration.class,
            DeadLetterAutoConfiguration.class,
            ReplayAutoConfiguration.class
        })
@ConditionalOnProperty("orderflow.relay.listen-to")
public class QueueListenerAutoConfiguration {

    private static final String CONTAINER = "queueListenerContainer";

    private static final int BATCH = 100;

    /** Times the largest message that is received along with others, these fit the memory. */
    private static final int PREFETCH = 2 * BATCH;

    /**
     * How long to wait for one more message before handling a batch that is not full. An idle system adds it to each
     * message, and wakes up as often to look for one.
     */
    private static final long BATCH_WAIT_MILLIS = 2;

    /** How long to wait for a queue that is not there: it is declared again within seconds. */
    private static final long MISSING_QUEUE_RETRY_MILLIS = 1_000;

    @Bean
    QueueListener queueListener(
            EventRelayProperties properties,
            EventMessageReader reader,
            EventSink sink,
            DeadLetterPublisher deadLetters,
            ReplayRequestSender requests,
            @Qualifier(CONTAINER) ObjectProvider<SimpleMessageListenerContainer> container) {
        return new QueueListener(
                properties.listenTo(),
                reader,
                sink,
                deadLetters,
                new ManifestCheck(properties.listenTo(), properties.histories().values(), requests),
                () -> container.getObject().isActive());
    }

    @Bean(CONTAINER)
    SimpleMessageListenerContainer queueListenerContainer(
            ConnectionFactory connections, EventRelayProperties properties, QueueListener listener) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(properties.listenTo());
        container.setMissingQueuesFatal(false);
        container.setFailedDeclarationRetryInterval(MISSING_QUEUE_RETRY_MILLIS);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setRecoveryBackOff(Retries.backOff());
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(BATCH);
        container.setPrefetchCount(PREFETCH);
        container.setReceiveTimeout(BATCH_WAIT_MILLIS);
        container.setMessageListener(listener);
        container.setMessagePropertiesConverter(new TolerantPropertiesConverter());
        container.setBatchingStrategy(new NoProducerBatches());
        // Closes the channel instead of cancelling the consumer: until the last batch is stored, the broker would have
        // another instance take the messages behind it.
        container.setForceStop(true);
        return container;
    }

    @Bean
    CarefulPass carefulPass(
            @Qualifier(CONTAINER) SimpleMessageListenerContainer container,
            EventRelayProperties properties,
            QueueListener listener,
            ReceiverConnections connections) {
        return new CarefulPass(container, properties.listenTo(), listener, connections, PREFETCH);
    }

    @Bean
    QueueListenerHealth queueHealthIndicator(
            EventRelayProperties properties,
            QueueListener listener,
            @Qualifier(CONTAINER) SimpleMessageListenerContainer container) {
        return new QueueListenerHealth(properties.listenTo(), listener, container);
    }

    @Bean
    Worker queueWatch(QueueListenerHealth queue) {
        return new Worker("queue-watch", queue::look);
    }
}
