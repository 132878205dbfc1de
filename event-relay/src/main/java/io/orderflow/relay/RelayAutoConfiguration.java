package io.orderflow.relay;

import io.orderflow.relay.dead.DeadLetterController;
import io.orderflow.relay.dead.DeadLetterDesk;
import io.orderflow.relay.dead.DeadLetters;
import io.orderflow.relay.in.EventSink;
import io.orderflow.relay.in.MessageReader;
import io.orderflow.relay.in.QueueListener;
import io.orderflow.relay.in.QueueListenerHealth;
import io.orderflow.relay.in.UpcastingMessageConverter;
import io.orderflow.relay.out.ConfirmingPublisher;
import io.orderflow.relay.projection.Projection;
import io.orderflow.relay.projection.ProjectionController;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.extensions.amqp.eventhandling.DefaultAMQPMessageConverter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Wires what every service needs that takes events from a queue. The service declares an {@link EventCatalog}, imports
 * {@code event-relay.yml} and, unless it has an Axon event store to be the inbox, declares an {@link EventSink}.
 */
@AutoConfiguration(
        after = RabbitAutoConfiguration.class,
        beforeName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@EnableConfigurationProperties(RelayProperties.class)
public class RelayAutoConfiguration {

    private static final int LISTENER_BATCH = 100;

    /**
     * How long to wait for one more message before handling a batch that is not full. An idle system adds it to each
     * message, and wakes up as often to look for one.
     */
    private static final long BATCH_WAIT_MILLIS = 2;

    private static final long FIRST_RECONNECT_MILLIS = 200;
    private static final long LONGEST_RECONNECT_MILLIS = 5_000;

    /** The serializer of events. Public for the tests of services, whose events have to keep their JSON. */
    @Bean
    @Qualifier("eventSerializer")
    public Serializer eventSerializer(EventCatalog catalog) {
        return new CatalogSerializer(catalog);
    }

    /** The converter of events; the event store's upcasters are its upcasters too. */
    @Bean
    UpcastingMessageConverter amqpMessageConverter(
            @Qualifier("eventSerializer") Serializer eventSerializer,
            EventCatalog catalog,
            ObjectProvider<EventUpcaster> upcasters) {
        AMQPMessageConverter converter = DefaultAMQPMessageConverter.builder()
                .serializer(eventSerializer)
                .routingKeyResolver(
                        event -> catalog.routingKeyOf(event.getPayloadType()).orElseThrow())
                .build();
        return new UpcastingMessageConverter(
                converter, new EventUpcasterChain(upcasters.orderedStream().toList()), eventSerializer, catalog);
    }

    @Bean
    Declarables topology(RelayProperties properties) {
        return Topology.declarables(properties);
    }

    @Bean
    DeadLetters deadLetters(ConnectionFactory connections, RelayProperties properties) {
        return new DeadLetters(new ConfirmingPublisher(connections, properties.confirmTimeout()), Clock.systemUTC());
    }

    @Bean
    @ConditionalOnWebApplication
    DeadLetterController deadLetterController(ConnectionFactory connections, RelayProperties properties) {
        ConfirmingPublisher publisher = new ConfirmingPublisher(connections, properties.confirmTimeout());
        return new DeadLetterController(Stream.of(properties.listenTo(), properties.replayRequests())
                .filter(Objects::nonNull)
                .map(queue -> new DeadLetterDesk(connections, publisher, queue))
                .toList());
    }

    @Bean
    @ConditionalOnWebApplication
    ProjectionController projectionController(ObjectProvider<Projection> projections) {
        return new ProjectionController(projections.orderedStream().toList(), Clock.systemUTC());
    }

    @Bean
    MessageReader messageReader(UpcastingMessageConverter converter) {
        return new MessageReader(converter);
    }

    @Bean
    QueueListener queueListener(
            RelayProperties properties,
            MessageReader reader,
            EventSink sink,
            DeadLetters deadLetters,
            ObjectProvider<SimpleMessageListenerContainer> container) {
        return new QueueListener(
                properties.listenTo(),
                reader,
                sink,
                deadLetters,
                () -> container.getObject().isActive());
    }

    @Bean
    SimpleMessageListenerContainer queueListenerContainer(
            ConnectionFactory connections, RelayProperties properties, QueueListener listener) {
        ExponentialBackOff reconnect = new ExponentialBackOff(FIRST_RECONNECT_MILLIS, 2);
        reconnect.setMaxInterval(LONGEST_RECONNECT_MILLIS);
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(properties.listenTo());
        container.setMissingQueuesFatal(false);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setRecoveryBackOff(reconnect);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(LISTENER_BATCH);
        container.setPrefetchCount(2 * LISTENER_BATCH);
        container.setReceiveTimeout(BATCH_WAIT_MILLIS);
        container.setMessageListener(listener);
        return container;
    }

    @Bean
    QueueListenerHealth queueHealthIndicator(QueueListener listener, SimpleMessageListenerContainer container) {
        return new QueueListenerHealth(listener, container);
    }
}
