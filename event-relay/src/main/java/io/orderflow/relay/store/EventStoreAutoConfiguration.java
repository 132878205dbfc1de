package io.orderflow.relay.store;

import io.orderflow.relay.EventCatalog;
import io.orderflow.relay.EventTransactions;
import io.orderflow.relay.RelayAutoConfiguration;
import io.orderflow.relay.RelayProperties;
import io.orderflow.relay.in.Inbox;
import io.orderflow.relay.out.ConfirmingPublisher;
import io.orderflow.relay.out.EventMessages;
import io.orderflow.relay.out.Relay;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.saga.metamodel.AnnotationSagaMetaModelFactory;
import org.axonframework.modelling.saga.metamodel.SagaModel;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
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
 *   <li>the index is allocated in the database one at a time, as the event is inserted ({@link EventTable}): from a block of
 *       them, an instance could use up an old index at any later time;
 *   <li>a gap is not given up for its distance either ({@link #MAX_GAP_OFFSET}): Axon's default of 10,000 is a few seconds
 *       of load.
 * </ul>
 */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JdbcAutoConfiguration.class, TransactionAutoConfiguration.class},
        after = {RelayAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, HibernateJpaAutoConfiguration.class
        })
@ConditionalOnClass({EmbeddedEventStore.class, JdbcTemplate.class, AxonAutoConfiguration.class})
public class EventStoreAutoConfiguration {

    private static final Duration GAP_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_GAP_OFFSET = 10_000_000;

    /** How soon events that another instance of the service appended are seen; this one's own are seen at once. */
    private static final Duration FETCH_DELAY = Duration.ofMillis(100);

    private static final int READ_BATCH = 100;

    private static final String DUPLICATE_KEY = "23505";

    private static final TokenSchema TOKEN_SCHEMA = TokenSchema.builder()
            .setTokenTable("token_entry")
            .setProcessorNameColumn("processor_name")
            .setTokenTypeColumn("token_type")
            .build();

    @Bean
    EventStorageEngine eventStorageEngine(
            Serializer serializer,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            Configuration configuration,
            ConnectionProvider connections,
            TransactionManager transactionManager,
            ListableBeanFactory beans) {
        JdbcEventStorageEngine.Builder engine = JdbcEventStorageEngine.builder()
                .schema(EventTable.SCHEMA)
                .appendEvents(EventTable::append)
                .readEventDataForAggregate(EventTable::read)
                .batchSize(READ_BATCH)
                .finalAggregateBatchPredicate(batch -> batch.size() < READ_BATCH)
                .snapshotSerializer(serializer)
                .eventSerializer(eventSerializer)
                .upcasterChain(configuration.upcasterChain())
                .snapshotFilter(configuration.snapshotFilter())
                .persistenceExceptionResolver(EventStoreAutoConfiguration::isDuplicateKey)
                .connectionProvider(connections)
                .transactionManager(transactionManager)
                .gapTimeout((int) GAP_TIMEOUT.toMillis())
                .maxGapOffset(MAX_GAP_OFFSET);
        boolean hasSnapshots = beans.getBeanNamesForType(SnapshotTriggerDefinition.class, false, false).length > 0;
        return hasSnapshots ? engine.build() : new WithoutSnapshots(engine);
    }

    /** Asks for no snapshot of an aggregate where none is ever taken. */
    private static final class WithoutSnapshots extends JdbcEventStorageEngine {

        WithoutSnapshots(Builder builder) {
            super(builder);
        }

        @Override
        public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
            return Optional.empty();
        }
    }

    @Bean
    TokenStore tokenStore(ConnectionProvider connections, Serializer serializer) {
        return JdbcTokenStore.builder()
                .schema(TOKEN_SCHEMA)
                .connectionProvider(connections)
                .serializer(serializer)
                .build();
    }

    @Bean
    SagaStore<Object> sagaStore(JdbcTemplate jdbc, Serializer serializer, Configuration configuration) {
        return new BulkSagaStore(jdbc, serializer, type -> sagaModel(configuration, type));
    }

    private static SagaModel<?> sagaModel(Configuration configuration, Class<?> type) {
        return new AnnotationSagaMetaModelFactory(
                        configuration.parameterResolverFactory(), configuration.handlerDefinition(type))
                .modelOf(type);
    }

    /**
     * Axon's own configuration knows Spring Boot's transaction manager by the name it had before Boot 4, and where it finds
     * none, Axon goes on without transactions.
     */
    @Bean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    /** The connection of the current transaction. */
    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
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
    EventTransactions eventTransactions(TransactionManager transactions) {
        return new EventTransactions(transactions);
    }

    @Bean
    Inbox inbox(@Qualifier("eventStore") EventStore eventStore, EventTransactions transactions, JdbcTemplate jdbc) {
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

    private static boolean isDuplicateKey(Exception failure) {
        return failure instanceof SQLException error && DUPLICATE_KEY.equals(error.getSQLState());
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
                .messageSource(new PacedEvents(configuration.eventStore(), System::nanoTime))
                .tokenStore(processing.tokenStore(name))
                .transactionManager(processing.transactionManager(name))
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andBatchSize(PacedEvents.MOST)
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)));
    }
}
