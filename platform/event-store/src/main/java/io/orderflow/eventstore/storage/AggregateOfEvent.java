package io.orderflow.eventstore.storage;

import java.util.Optional;

/**
 * Tells which aggregate the handling of an event is going to load, so that those of a batch of events are read together. What it
 * says is a hint: an aggregate that it does not name is read by itself, and one that it names for nothing costs a few rows.
 */
@FunctionalInterface
public interface AggregateOfEvent {

    /** The identifier of the aggregate that is likely to be loaded for the event; empty if none is. */
    Optional<String> of(Object event);
}
