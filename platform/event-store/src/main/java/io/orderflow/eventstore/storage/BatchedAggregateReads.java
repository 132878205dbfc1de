package io.orderflow.eventstore.storage;

import static java.util.stream.Collectors.toSet;

import io.orderflow.eventstore.jdbc.BulkParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads all aggregates that a batch of events is going to load by one statement, when the first of them is asked for. Each is
 * given out once, as it may have changed afterwards.
 *
 * <p>All of their events come into memory together: for aggregates whose history is short.
 */
final class BatchedAggregateReads {

    private static final String READ = "SELECT " + EventRowMapper.COLUMNS
            + " FROM domain_event_entry WHERE aggregate_identifier IN (SELECT unnest(?))"
            + " ORDER BY aggregate_identifier, sequence_number";

    private final JdbcTemplate jdbc;
    private final List<AggregateOfEvent> hints;

    BatchedAggregateReads(JdbcTemplate jdbc, List<AggregateOfEvent> hints) {
        this.jdbc = jdbc;
        this.hints = hints;
    }

    /** The events of the aggregate, if it is one of those that are read together and has not been given out before. */
    Optional<List<DomainEventData<?>>> take(String aggregate) {
        if (hints.isEmpty()
                || !CurrentUnitOfWork.isStarted()
                || !(CurrentUnitOfWork.get().root() instanceof BatchingUnitOfWork<?> batch)
                || batch.getMessages().size() == 1) {
            return Optional.empty();
        }
        return Optional.ofNullable(aggregatesOf(batch).remove(aggregate));
    }

    private Map<String, List<DomainEventData<?>>> aggregatesOf(BatchingUnitOfWork<?> batch) {
        UnitOfWork<?> unitOfWork = batch;
        return unitOfWork.getOrComputeResource(
                BatchedAggregateReads.class.getName(),
                key -> read(batch.getMessages().stream()
                        .map(Message::getPayload)
                        .flatMap(event -> hints.stream().flatMap(hint -> hint.of(event).stream()))
                        .collect(toSet())));
    }

    private Map<String, List<DomainEventData<?>>> read(Set<String> aggregates) {
        Map<String, List<DomainEventData<?>>> events = new HashMap<>();
        aggregates.forEach(aggregate -> events.put(aggregate, new ArrayList<>()));
        jdbc.query(READ, BulkParameters.of(aggregates).text(aggregate -> aggregate), row -> {
            events.get(row.getString("aggregate_identifier")).add(EventRowMapper.read(row));
        });
        return events;
    }
}
