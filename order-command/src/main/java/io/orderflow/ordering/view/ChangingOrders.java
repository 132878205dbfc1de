package io.orderflow.ordering.view;

import io.orderflow.api.OrderEvent;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.eventstore.storage.UnknownEventException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * Orders as they were after each of their events, for who follows the events. Those that are pending are kept in memory, the last
 * ones of them; the rest is read. For one thread.
 */
public final class ChangingOrders {

    private static final int MOST_KEPT = 10_000;

    private final EventStore events;
    private final Map<Long, OrderView> pending = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, OrderView> eldest) {
            return size() > MOST_KEPT;
        }
    };

    public ChangingOrders(EventStore events) {
        this.events = events;
    }

    /** The order after one of its events; empty if clients see no change in it. */
    public Optional<OrderView> after(DomainEventMessage<?> message) {
        OrderEvent event = (OrderEvent) message.getPayload();
        if (event instanceof StockReleaseRequested) {
            return Optional.empty();
        }
        OrderView known = pending.remove(event.orderId());
        OrderView order = known == null ? before(message) : known;
        order.apply(message);
        if (order.status() == OrderStatus.PENDING) {
            pending.put(order.id(), order);
        }
        return Optional.of(order);
    }

    private OrderView before(DomainEventMessage<?> message) {
        OrderView order = new OrderView();
        if (message.getSequenceNumber() == 0) {
            return order;
        }
        try {
            DomainEventStream earlier = events.readEvents(message.getAggregateIdentifier());
            while (earlier.hasNext() && earlier.peek().getSequenceNumber() < message.getSequenceNumber()) {
                order.apply(earlier.next());
            }
        } catch (UnknownEventException e) {
            // Another release has written more; shown is what is known here.
        }
        return order;
    }
}
