package io.orderflow.ordering.rest;

import io.orderflow.api.OrderEvent;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.EventTail;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.ordering.view.ChangingOrders;
import io.orderflow.rest.stream.LiveStream;
import io.orderflow.rest.stream.LiveStreamReader;
import io.orderflow.rest.stream.StreamPosition;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import tools.jackson.databind.json.JsonMapper;

/** The orders' changes, as the event store has them. */
final class OrderChanges implements LiveStreamReader.Source<OrderChange> {

    /** How far at least it begins before the end of history. An order takes three places or more, and changes twice. */
    static final int PLACES_KEPT = 10_000;

    /** As many as there can be of them, from where it begins. */
    static final int CHANGES_KEPT = 2 * PLACES_KEPT;

    private static final int MOST_AT_ONCE = 1_000;

    private final EventHistory history;
    private final ProcessorPositions positions;
    private final EventStore events;
    private final JsonMapper json;

    private EventTail tail;
    private ChangingOrders orders;

    OrderChanges(EventHistory history, ProcessorPositions positions, EventStore events, JsonMapper json) {
        this.history = history;
        this.positions = positions;
        this.events = events;
        this.json = json;
    }

    @Override
    public long begin() {
        long start = LiveStreamReader.beginning(positions.head(), PLACES_KEPT);
        orders = new ChangingOrders(events);
        tail = history.tailAfter(start);
        return start;
    }

    /** What has happened stays so. */
    @Override
    public boolean isOutdated() {
        return false;
    }

    @Override
    public boolean readInto(LiveStream<OrderChange> stream) {
        List<EventTail.Placed> next = tail.next(MOST_AT_ONCE);
        next.forEach(placed -> add(placed, stream));
        return next.size() >= MOST_AT_ONCE;
    }

    private void add(EventTail.Placed placed, LiveStream<OrderChange> stream) {
        StreamPosition reached = new StreamPosition(placed.last(), placed.gaps());
        if (OrderEvent.class.isAssignableFrom(placed.event().getPayloadType())) {
            orders.after((DomainEventMessage<?>) placed.event())
                    .map(OrderChange::of)
                    .ifPresent(change ->
                            stream.add(placed.place(), reached, change, json.writeValueAsString(change.order())));
        }
        stream.reached(reached);
    }
}
