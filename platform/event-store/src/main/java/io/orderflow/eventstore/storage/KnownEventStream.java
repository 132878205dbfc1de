package io.orderflow.eventstore.storage;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;

/** An aggregate's events up to the first that this release does not know. */
final class KnownEventStream implements DomainEventStream {

    private final DomainEventStream events;

    KnownEventStream(DomainEventStream events) {
        this.events = events;
    }

    @Override
    public DomainEventMessage<?> peek() {
        return UnknownEventException.requireKnown(events.peek());
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public DomainEventMessage<?> next() {
        return UnknownEventException.requireKnown(events.next());
    }

    @Override
    public Long getLastSequenceNumber() {
        return events.getLastSequenceNumber();
    }
}
