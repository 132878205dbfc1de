package io.orderflow.eventstore.storage;

import io.orderflow.eventstore.serialization.EventSerializationAutoConfiguration;
import io.orderflow.eventstore.serialization.StateSerializationAutoConfiguration;
import io.orderflow.eventstore.transaction.EventTransactionAutoConfiguration;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.sql.SQLException;
import java.time.Duration;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An Axon event store on PostgreSQL whose readers skip no event.
 *
 * <p>Events get their global index before they commit, so a reader can meet index 8 while the transaction of index 7 is
 * still open. It keeps 7 as a gap of its token and looks for it again, until PostgreSQL itself knows that it can never come
 * ({@link OpenGaps}); no clock decides. The longest transaction ({@code event-store.yml}) only bounds how long that takes.
 */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JdbcAutoConfiguration.class},
        after = {
            EventTransactionAutoConfiguration.class,
            EventSerializationAutoConfiguration.class,
            StateSerializationAutoConfiguration.class
        })
@ConditionalOnClass({EmbeddedEventStore.class, JdbcTemplate.class, AxonAutoConfiguration.class})
@ConditionalOnBean(EventTransactions.class)
public class EventStorageAutoConfiguration {

    /** How soon events that another instance of the service appended are seen; this one's own are seen at once. */
    private static final Duration FETCH_DELAY = Duration.ofMillis(250);

    private static final int READ_BATCH = 100;

    private static final String DUPLICATE_KEY = "23505";

    @Bean
    EventStorageEngine eventStorageEngine(
            Serializer serializer,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            Configuration configuration,
            ConnectionProvider connections,
            TransactionManager transactionManager,
            JdbcTemplate jdbc,
            ObjectProvider<AggregateOfEvent> aggregates,
            ListableBeanFactory beans,
            StoreContinuity continuity) {
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
                .persistenceExceptionResolver(EventStorageAutoConfiguration::isDuplicateKey)
                .connectionProvider(connections)
                .transactionManager(transactionManager);
        boolean hasSnapshots = beans.getBeanNamesForType(SnapshotTriggerDefinition.class, false, false).length > 0;
        return new PostgresEventStorageEngine(
                engine, jdbc, transactionManager, aggregates.stream().toList(), hasSnapshots, continuity);
    }

    /** Its name is that of the part that health names. */
    @Bean("eventStoreContinuity")
    StoreContinuity storeContinuity() {
        return new StoreContinuity();
    }

    /** Named as Axon's own, in place of which it stands. */
    @Bean("eventBus")
    @Qualifier("eventStore")
    EmbeddedEventStore eventStore(EventStorageEngine storageEngine, StoreContinuity continuity) {
        return new ContinuousEventStore(
                EmbeddedEventStore.builder().storageEngine(storageEngine).fetchDelay(FETCH_DELAY.toMillis()),
                continuity);
    }

    private static boolean isDuplicateKey(Exception failure) {
        return failure instanceof SQLException error && DUPLICATE_KEY.equals(error.getSQLState());
    }
}
