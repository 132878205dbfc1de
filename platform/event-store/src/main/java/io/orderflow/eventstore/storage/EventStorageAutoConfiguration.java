package io.orderflow.eventstore.storage;

import io.orderflow.eventstore.serialization.EventSerializationAutoConfiguration;
import io.orderflow.eventstore.serialization.StateSerializationAutoConfiguration;
import io.orderflow.eventstore.transaction.EventTransactionAutoConfiguration;
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
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An Axon event store on PostgreSQL whose readers skip no event.
 *
 * <p>Events get their global index before they commit, so a reader can meet index 8 while the transaction of index 7 is
 * still open. It remembers 7 as a gap and looks for it again, until the gap is older than {@link #GAP_TIMEOUT}. No
 * committed event is skipped because
 * <ul>
 *   <li>PostgreSQL ends every transaction after {@code transaction_timeout} (set in {@code event-store.yml}, 20 s), and the
 *       gap time-out is more than twice as long: once for the transaction of the gap, once for that of the event whose age
 *       is looked at;
 *   <li>the index is allocated in the database one at a time, as the event is inserted ({@link EventTable}): from a block of
 *       them, an instance could use up an old index at any later time;
 *   <li>a gap is not given up for its distance either ({@link #MAX_GAP_OFFSET}): Axon's default of 10,000 is a few seconds
 *       of load.
 * </ul>
 */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JdbcAutoConfiguration.class},
        after = {
            EventTransactionAutoConfiguration.class,
            EventSerializationAutoConfiguration.class,
            StateSerializationAutoConfiguration.class
        })
@ConditionalOnClass({EmbeddedEventStore.class, JdbcTemplate.class, AxonAutoConfiguration.class})
public class EventStorageAutoConfiguration {

    private static final Duration GAP_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_GAP_OFFSET = 10_000_000;

    /** How soon events that another instance of the service appended are seen; this one's own are seen at once. */
    private static final Duration FETCH_DELAY = Duration.ofMillis(100);

    private static final int READ_BATCH = 100;

    private static final String DUPLICATE_KEY = "23505";

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
                .persistenceExceptionResolver(EventStorageAutoConfiguration::isDuplicateKey)
                .connectionProvider(connections)
                .transactionManager(transactionManager)
                .gapTimeout((int) GAP_TIMEOUT.toMillis())
                .maxGapOffset(MAX_GAP_OFFSET);
        boolean hasSnapshots = beans.getBeanNamesForType(SnapshotTriggerDefinition.class, false, false).length > 0;
        return hasSnapshots ? engine.build() : new SnapshotlessStorageEngine(engine);
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

    private static boolean isDuplicateKey(Exception failure) {
        return failure instanceof SQLException error && DUPLICATE_KEY.equals(error.getSQLState());
    }
}
