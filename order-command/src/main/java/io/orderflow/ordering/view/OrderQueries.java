package io.orderflow.ordering.view;

import io.orderflow.eventstore.storage.UnknownEventException;
import io.orderflow.ordering.order.OrderId;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Answers questions about orders. */
@Component
public class OrderQueries {

    private final OrderViewRepository views;
    private final EventStore events;

    OrderQueries(OrderViewRepository views, EventStore events) {
        this.views = views;
        this.events = events;
    }

    /** The order with all that has happened to it until now, even where the stored view is behind. */
    public Optional<OrderView> find(long id) {
        OrderView view = views.findById(id).orElseGet(OrderView::new);
        try {
            events.readEvents(new OrderId(id).toString(), view.nextVersion()).forEachRemaining(view::apply);
        } catch (UnknownEventException e) {
            if (!view.exists()) {
                throw e;
            }
            // Another release has written more; shown is what is known here, and the processors say what they wait for.
        }
        return Optional.of(view).filter(OrderView::exists);
    }

    /** An existing order as it was when it was placed. */
    public OrderView asPlaced(long id) {
        OrderView view = new OrderView();
        view.apply(events.readEvents(new OrderId(id).toString()).next());
        return view;
    }

    /**
     * Orders by ascending id, as far as the stored views are.
     *
     * @param status only orders in this state; null for all
     */
    public List<OrderView> list(OrderStatus status, int skip, int limit) {
        return status == null ? views.list(skip, limit) : views.listWithStatus(status, skip, limit);
    }
}
