package io.orderflow.projection.local;

import io.orderflow.eventstore.processing.ProcessorHealth;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.storage.EventEstimate;
import io.orderflow.eventstore.transaction.EventTransactions;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the read models rebuildable that a service keeps in its own PostgreSQL. */
public final class LocalProjectionFactory {

    private final EventProcessingConfiguration processing;
    private final EventStorageEngine events;
    private final Serializer serializer;
    private final ProcessorHealth health;
    private final ProcessorPositions positions;
    private final EventTransactions transactions;
    private final EntityManager entityManager;
    private final JdbcTemplate jdbc;

    LocalProjectionFactory(
            EventProcessingConfiguration processing,
            EventStorageEngine events,
            Serializer serializer,
            ProcessorHealth health,
            ProcessorPositions positions,
            EventTransactions transactions,
            EntityManager entityManager,
            JdbcTemplate jdbc) {
        this.processing = processing;
        this.events = events;
        this.serializer = serializer;
        this.health = health;
        this.positions = positions;
        this.transactions = transactions;
        this.entityManager = entityManager;
        this.jdbc = jdbc;
    }

    /**
     * The read model of a processing group. Its event handlers must
     * <ul>
     *   <li>write to these tables alone, and name them without a schema, as JPA does;
     *   <li>change nothing for an event that is in the model already: after a rebuild, some come again.
     * </ul>
     * Its readers see the new model from one statement to the next; a transaction that has read one of the tables goes on with
     * the old ones. Columns, defaults, checks and indexes of the tables are kept, indexes under PostgreSQL's own names;
     * foreign keys, triggers and grants are not.
     *
     * @param processingGroup is also the projection's name
     * @param tables in the order in which they are read and written
     */
    public LocalProjection of(String processingGroup, String... tables) {
        LocalRebuildRepository rebuilds = new LocalRebuildRepository(jdbc, processingGroup);
        ShadowTables shadow = new ShadowTables(jdbc, List.of(tables));
        TokenJson tokens = new TokenJson(serializer);
        LocalRebuilder rebuilder = new LocalRebuilder(
                processingGroup,
                () -> handlersOf(processingGroup),
                events,
                rebuilds,
                shadow,
                tokens,
                transactions,
                entityManager);
        return new LocalProjection(
                processingGroup, rebuilds, shadow, new EventEstimate(jdbc), positions, health, transactions, rebuilder);
    }

    private EventHandlerInvoker handlersOf(String processingGroup) {
        return processing
                .eventProcessorByProcessingGroup(processingGroup, TrackingEventProcessor.class)
                .orElseThrow(() -> new IllegalStateException("There is no processing group " + processingGroup))
                .eventHandlerInvoker();
    }
}
