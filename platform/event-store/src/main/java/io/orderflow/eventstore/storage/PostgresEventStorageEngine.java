package io.orderflow.eventstore.storage;

import java.util.List;
import java.util.Optional;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/** Axon's JDBC engine, but for how events are read: in exact order, and none that this release does not know. */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine {

    private final TrackedEventReader trackedEvents;
    private final TransactionManager transactions;
    private final boolean hasSnapshots;

    /** @param hasSnapshots whether any are taken; if not, none is looked for, a statement less for each command */
    PostgresEventStorageEngine(
            Builder builder, TrackedEventReader trackedEvents, TransactionManager transactions, boolean hasSnapshots) {
        super(builder);
        this.trackedEvents = trackedEvents;
        this.transactions = transactions;
        this.hasSnapshots = hasSnapshots;
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(TrackingToken last, int limit) {
        return transactions.fetchInTransaction(() -> trackedEvents.after((GapAwareTrackingToken) last, limit));
    }

    /**
     * The events of an aggregate.
     *
     * @throws UnknownEventException when the stream comes to an event that this release does not know: what would be decided
     *     without it could be wrong
     */
    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        return new KnownEventStream(super.readEvents(aggregateIdentifier, firstSequenceNumber));
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return hasSnapshots ? super.readSnapshot(aggregateIdentifier) : Optional.empty();
    }
}
