package io.orderflow.eventstore.storage;

import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/** Asks for no snapshot of an aggregate, which is a statement less for each command, where none is ever taken. */
final class SnapshotlessStorageEngine extends JdbcEventStorageEngine {

    SnapshotlessStorageEngine(Builder builder) {
        super(builder);
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return Optional.empty();
    }
}
