package io.orderflow.relay.inbox;

import io.orderflow.eventstore.jdbc.BulkParameters;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.relay.wire.ForeignEvents;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Appends the events of other services to this service's own event store, a batch in one transaction.
 *
 * <p>Guarantee: each event once. An event is known by its position, that is its origin aggregate and sequence number
 * (or its identifier, if no aggregate published it); one whose position is filled by the same event is skipped. The
 * store's unique key on the position keeps the guarantee between two instances that receive the same message: the later
 * one fails, and finds the event when it tries again. A position filled by <em>another</em> event means that the origin
 * has forgotten its history, and the event is refused.
 *
 * <p>Appended events carry this store's time, with the origin's in their metadata: in a store, later events have later times.
 */
public final class Inbox implements EventSink {

    private static final String EVENTS_AT_POSITIONS = """
            SELECT e.aggregate_identifier, e.sequence_number, e.event_identifier
            FROM unnest(?, ?) AS position (aggregate_identifier, sequence_number)
            JOIN domain_event_entry e USING (aggregate_identifier, sequence_number)""";

    /** Classes of PostgreSQL's error codes: data exception, integrity constraint violation. */
    private static final Set<String> REFUSALS = Set.of("22", "23");

    private final EventStore eventStore;
    private final EventTransactions transactions;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    public Inbox(EventStore eventStore, EventTransactions transactions, JdbcTemplate jdbc, Clock clock) {
        this.eventStore = eventStore;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public int store(List<EventMessage<?>> events) {
        try {
            return transactions.execute(() -> {
                List<EventMessage<?>> unseen = unseen(events);
                eventStore.publish(unseen);
                return events.size() - unseen.size();
            });
        } catch (RuntimeException e) {
            throw refusal(e)
                    .<RuntimeException>map(reason -> new RefusedBatchException(reason, e))
                    .orElse(e);
        }
    }

    /** What the database has against the data, as opposed to a database that is not there, or not now. */
    private static Optional<String> refusal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(cause -> cause instanceof SQLException error
                        && error.getSQLState() != null
                        && REFUSALS.contains(error.getSQLState().substring(0, 2)))
                .findFirst()
                .map(cause -> "the event store refuses it: " + cause.getMessage());
    }

    private List<EventMessage<?>> unseen(List<EventMessage<?>> events) {
        Map<Position, String> stored =
                eventsAt(events.stream().map(Position::of).toList());
        List<EventMessage<?>> unseen = new ArrayList<>();
        for (EventMessage<?> event : events) {
            String occupant = stored.putIfAbsent(Position.of(event), event.getIdentifier());
            if (occupant == null) {
                unseen.add(received(event));
            } else if (!occupant.equals(event.getIdentifier())) {
                throw new RefusedEventException(
                        event, "another event, " + occupant + ", is stored as " + Position.of(event));
            }
        }
        return unseen;
    }

    private Map<Position, String> eventsAt(List<Position> positions) {
        Map<Position, String> events = new HashMap<>();
        jdbc.query(
                EVENTS_AT_POSITIONS,
                BulkParameters.of(positions).text(Position::aggregate).bigint(Position::sequence),
                row -> {
                    events.put(new Position(row.getString(1), row.getLong(2)), row.getString(3));
                });
        return events;
    }

    private EventMessage<?> received(EventMessage<?> event) {
        MetaData metaData = event.getMetaData()
                .and(ForeignEvents.TIMESTAMP, event.getTimestamp().toString());
        EventMessage<?> marked = event.withMetaData(metaData);
        return event instanceof DomainEventMessage<?> fromAggregate
                ? new GenericDomainEventMessage<>(
                        fromAggregate.getType(),
                        fromAggregate.getAggregateIdentifier(),
                        fromAggregate.getSequenceNumber(),
                        marked,
                        clock::instant)
                : new GenericEventMessage<>(marked, clock::instant);
    }

    private record Position(String aggregate, long sequence) {

        static Position of(EventMessage<?> event) {
            return event instanceof DomainEventMessage<?> fromAggregate
                    ? new Position(fromAggregate.getAggregateIdentifier(), fromAggregate.getSequenceNumber())
                    : new Position(event.getIdentifier(), 0);
        }

        @Override
        public String toString() {
            return aggregate + "/" + sequence;
        }
    }
}
