package io.orderflow.ordering.rest;

import io.orderflow.api.OrderEvent;
import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.history.EventTail;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.ordering.view.ChangingOrders;
import io.orderflow.rest.stream.LiveStream;
import io.orderflow.rest.stream.StreamPosition;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the orders while somebody wants to know, for all clients of this instance at once. It begins so far back that each
 * instance has the same last changes for those who come back, also one that has just been started.
 */
final class OrderStreamReader implements Worker.Task {

    /** How far it begins before the end of history. An order takes some five places, and changes twice. */
    static final int PLACES_KEPT = 20_000;

    private static final int MOST_AT_ONCE = 1_000;

    private final LiveStream<OrderChange> stream;
    private final EventHistory history;
    private final ProcessorPositions positions;
    private final EventStore events;
    private final JsonMapper json;

    private EventTail tail;
    private ChangingOrders orders;

    OrderStreamReader(
            LiveStream<OrderChange> stream,
            EventHistory history,
            ProcessorPositions positions,
            EventStore events,
            JsonMapper json) {
        this.stream = stream;
        this.history = history;
        this.positions = positions;
        this.events = events;
        this.json = json;
    }

    @Override
    public boolean run() throws InterruptedException {
        if (!stream.isWatched()) {
            tail = null;
            stream.awaitClients();
        }
        stream.beat();
        if (tail == null) {
            begin();
        }
        boolean more = takeNext(tail);
        stream.send();
        return more;
    }

    /** Up to the end of history, before clients get anything. */
    private void begin() {
        long start = positions.head() - PLACES_KEPT;
        stream.restart(start);
        orders = new ChangingOrders(events);
        EventTail begun = history.tailAfter(start);
        while (takeNext(begun)) {
            stream.beat();
        }
        tail = begun;
    }

    private boolean takeNext(EventTail from) {
        List<EventTail.Placed> next = from.next(MOST_AT_ONCE);
        try {
            next.forEach(this::take);
        } catch (RuntimeException e) {
            tail = null; // what was not taken would be left out
            throw e;
        }
        return next.size() >= MOST_AT_ONCE;
    }

    private void take(EventTail.Placed placed) {
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
