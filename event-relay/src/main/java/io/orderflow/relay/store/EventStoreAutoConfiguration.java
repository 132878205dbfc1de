package io.orderflow.relay.store;

import io.orderflow.relay.EventCatalog;
import io.orderflow.relay.RelayAutoConfiguration;
import io.orderflow.relay.RelayProperties;
import io.orderflow.relay.in.Inbox;
import io.orderflow.relay.out.ConfirmingPublisher;
import io.orderflow.relay.out.EventMessages;
import io.orderflow.relay.out.Relay;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration;
import org.axonframework.springboot.util.RegisterDefaultEntities;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * An Axon event store on PostgreSQL whose readers skip no event, and processors that skip no failure.
 *
 * <p>Events get their global index before they commit, so a reader can meet index 8 while the transaction of index 7 is
 * still open. It remembers 7 as a gap and looks for it again, until the gap is older than {@link #GAP_TIMEOUT}. No
 * committed event is skipped because
 * <ul>
 *   <li>PostgreSQL ends every transaction after {@code transaction_timeout} (set where the data source is configured,
 *       20 s), and the gap time-out is more than twice as long: once for the transaction of the gap, once for that of
 *       the event whose age is looked at;
 *   <li>the index is allocated in the database one at a time ({@code META-INF/orm.xml}): with Hibernate's blocks of 50, an
 *       instance could use up an old index at any later time;
 *   <li>a gap is not given up for its distance either ({@link #MAX_GAP_OFFSET}): Axon's default of 10,000 is a few seconds
 *       of load.
 * </ul>
 */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JpaEventStoreAutoConfiguration.class},
        after = {RelayAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
@ConditionalOnClass({EmbeddedEventStore.class, EntityManagerFactory.class, AxonAutoConfiguration.class})
@RegisterDefaultEntities(packages = "org.axonframework.eventsourcing.eventstore.jpa")
public class EventStoreAutoConfiguration {

    private static final Duration GAP_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_GAP_OFFSET = 10_000_000;

    /** How soon events that another instance of the service appended are seen; this one's own are seen at once. */
    private static final Duration FETCH_DELAY = Duration.ofMillis(100);

    /**
     * Events handled in one transaction. One event can make a hundred others, as an order has up to a hundred lines, and all
     * of them have to commit well within the longest transaction.
     */
    private static final int BATCH_SIZE = 25;

    @Bean
    EventStorageEngine eventStorageEngine(
            Serializer serializer,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            PersistenceExceptionResolver persistenceExceptionResolver,
            Configuration configuration,
            EntityManagerProvider entityManagerProvider,
            TransactionManager transactionManager) {
        return JpaEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(eventSerializer)
                .upcasterChain(configuration.upcasterChain())
                .snapshotFilter(configuration.snapshotFilter())
                .persistenceExceptionResolver(persistenceExceptionResolver)
                .entityManagerProvider(entityManagerProvider)
                .transactionManager(transactionManager)
                .gapTimeout((int) GAP_TIMEOUT.toMillis())
                .maxGapOffset(MAX_GAP_OFFSET)
                .build();
    }

    /** Named as Axon's own, in place of which it stands. */
    @Bean("eventBus")
    @Qualifier("eventStore")
    EmbeddedEventStore eventStore(EventStorageEngine storageEngine) {
        return EmbeddedEventStore.builder()
                .storageEngine(storageEngine)
                .fetchDelay(FETCH_DELAY.toMillis())
                .build();
    }

    /**
     * The serializer of snapshots, sagas and tokens. Tracking tokens name classes of Axon within their JSON, and only
     * those are allowed. State that would be passed over when it is read back is an error. Public for the tests of
     * services, whose sagas and snapshots have to survive it.
     */
    @Bean
    @Primary
    public Serializer serializer() {
        PolymorphicTypeValidator axonTypes = BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.")
                .build();
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(mapper -> mapper.polymorphicTypeValidator(axonTypes)
                        .annotationIntrospector(new DomainStateIntrospector())
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES))
                .build();
    }

    /**
     * A command for an aggregate that does not exist has changed nothing, so the transaction of the handler that sent it
     * may go on. Any other failure takes that transaction down with it.
     */
    @Bean
    ConfigurerModule commandRollback() {
        return configurer -> configurer.onInitialize(configuration ->
                configuration.onStart(() -> ((SimpleCommandBus) configuration.commandBus())
                        .setRollbackConfiguration(failure -> !(failure instanceof AggregateNotFoundException))));
    }

    @Bean
    Inbox inbox(@Qualifier("eventStore") EventStore eventStore, TransactionManager transactions, JdbcTemplate jdbc) {
        return new Inbox(eventStore, transactions, jdbc, Clock.systemUTC());
    }

    @Bean
    Relay relay(
            EventCatalog catalog,
            AMQPMessageConverter converter,
            ConnectionFactory connections,
            RelayProperties properties) {
        return new Relay(
                catalog,
                new EventMessages(converter, properties.exchange()),
                new ConfirmingPublisher(connections, properties.confirmTimeout()));
    }

    /**
     * Every processing group is a tracking processor of one thread that starts with the first event. A handler that
     * throws stops its own processor, which tries again: Axon's default would log the error and go on to the next event.
     */
    @Bean
    ConfigurerModule trackingProcessors() {
        return configurer -> configurer
                .eventProcessing()
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                .registerEventProcessorFactory(EventStoreAutoConfiguration::trackingProcessor);
    }

    @Bean
    ProcessorHealth processorsHealthIndicator(EventProcessingConfiguration processing) {
        return new ProcessorHealth(processing);
    }

    private static TrackingEventProcessor trackingProcessor(
            String name, Configuration configuration, EventHandlerInvoker handlers) {
        EventProcessingConfiguration processing = configuration.eventProcessingConfiguration();
        return new SteadyTrackingEventProcessor(TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(handlers)
                .rollbackConfiguration(processing.rollbackConfiguration(name))
                .errorHandler(processing.errorHandler(name))
                .messageMonitor(processing.messageMonitor(TrackingEventProcessor.class, name))
                .messageSource(configuration.eventStore())
                .tokenStore(processing.tokenStore(name))
                .transactionManager(processing.transactionManager(name))
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andBatchSize(BATCH_SIZE)
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)));
    }
}
