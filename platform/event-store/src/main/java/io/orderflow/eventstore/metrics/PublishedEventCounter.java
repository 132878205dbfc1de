package io.orderflow.eventstore.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Counts events of some types when they are published and their transaction has committed; to be subscribed to an event store.
 * What is read from the store, also again, as by a rebuild, is not published, and so not counted.
 */
public final class PublishedEventCounter implements Consumer<List<? extends EventMessage<?>>> {

    private final Map<Class<?>, Counter> counters;

    /** @param counters by the types of the events */
    public PublishedEventCounter(Map<Class<?>, Counter> counters) {
        this.counters = Map.copyOf(counters);
    }

    @Override
    public void accept(List<? extends EventMessage<?>> events) {
        List<Counter> counted = new ArrayList<>();
        for (EventMessage<?> event : events) {
            Counter counter = counters.get(event.getPayloadType());
            if (counter != null) {
                counted.add(counter);
            }
        }
        if (!counted.isEmpty()) {
            if (CurrentUnitOfWork.isStarted()) {
                CurrentUnitOfWork.get().afterCommit(committed -> counted.forEach(Counter::increment));
            } else {
                counted.forEach(Counter::increment);
            }
        }
    }
}
