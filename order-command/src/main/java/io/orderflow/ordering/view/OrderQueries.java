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
    private final OrderSearch search;
    private final EventStore events;

    OrderQueries(OrderViewRepository views, OrderSearch search, EventStore events) {
        this.views = views;
        this.search = search;
        this.events = events;
    }

    /**
     * The order with all that has happened to it until now, even where the stored view is behind.
     *
     * @param customer who must have placed it; null for anybody, or nobody
     */
    public Optional<OrderView> find(long id, String customer) {
        OrderView view = views.findById(id).orElseGet(OrderView::new);
        try {
            events.readEvents(new OrderId(id).toString(), view.nextVersion()).forEachRemaining(view::apply);
        } catch (UnknownEventException e) {
            if (!view.exists()) {
                throw e;
            }
            // Another release has written more; shown is what is known here, and the processors say what they wait for.
        }
        return Optional.of(view).filter(OrderView::exists).filter(order -> customer == null || order.isOf(customer));
    }

    /** An existing order as it was when it was placed. */
    public OrderView asPlaced(long id) {
        OrderView view = new OrderView();
        view.apply(events.readEvents(new OrderId(id).toString()).next());
        return view;
    }

    /**
     * A page of a list of orders, as far as the stored views are: by id, or, if the list is of a time, by the time at which they
     * were placed, and by id where that is the same.
     *
     * @param after the order that comes before the page; null for the first one
     */
    public List<OrderView> list(OrderFilter filter, Long after, int skip, int limit) {
        return search.page(filter, after, skip, limit);
    }

    /** How many orders the whole list has, as far as the stored views are; all of them are counted. */
    public long count(OrderFilter filter) {
        return search.count(filter);
    }
}
