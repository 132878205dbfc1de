package io.orderflow.eventstore.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Axon's JDBC engine, but for how events are read: in exact order, and none that this release does not know. */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine {

    private final StoreContinuity continuity;
    private final TrackedEventReader trackedEvents;
    private final BatchedAggregateReads batchedReads;
    private final EventTimes times;
    private final TransactionManager transactions;
    private final boolean hasSnapshots;

    /**
     * @param aggregates what is known of the aggregates that events make be loaded
     * @param hasSnapshots whether any are taken; if not, none is looked for, a statement less for each command
     * @param continuity asked before anything is appended
     */
    PostgresEventStorageEngine(
            Builder builder,
            JdbcTemplate jdbc,
            TransactionManager transactions,
            List<AggregateOfEvent> aggregates,
            boolean hasSnapshots,
            StoreContinuity continuity) {
        super(builder);
        this.continuity = continuity;
        this.trackedEvents = new TrackedEventReader(jdbc, continuity);
        this.batchedReads = new BatchedAggregateReads(jdbc, aggregates);
        this.times = new EventTimes(jdbc);
        this.transactions = transactions;
        this.hasSnapshots = hasSnapshots;
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(TrackingToken last, int limit) {
        return trackedEvents.after((GapAwareTrackingToken) last, limit);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        continuity.requireWhole();
        super.appendEvents(events, serializer);
    }

    /** As Axon has it, but without a look at all events; some from shortly before that time may be after the token. */
    @Override
    public TrackingToken createTokenAt(Instant time) {
        return transactions.fetchInTransaction(() -> {
            OptionalLong index = times.indexBefore(time);
            return index.isPresent() ? GapAwareTrackingToken.newInstance(index.getAsLong(), Set.of()) : null;
        });
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
    protected Stream<? extends DomainEventData<?>> readEventData(String aggregateIdentifier, long firstSequenceNumber) {
        Optional<List<DomainEventData<?>>> all =
                firstSequenceNumber == 0 ? batchedReads.take(aggregateIdentifier) : Optional.empty();
        return all.<Stream<? extends DomainEventData<?>>>map(List::stream)
                .orElseGet(() -> super.readEventData(aggregateIdentifier, firstSequenceNumber));
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return hasSnapshots ? super.readSnapshot(aggregateIdentifier) : Optional.empty();
    }
}
