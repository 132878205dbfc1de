package io.orderflow.ordering.view;

import io.orderflow.api.OrderEvent;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Keeps the order views up with the events. */
@Component
@ProcessingGroup(OrderProjection.GROUP)
class OrderProjection {

    static final String GROUP = "orders";

    private final OrderViews views;

    OrderProjection(OrderViews views) {
        this.views = views;
    }

    @EventHandler
    void on(OrderEvent event, DomainEventMessage<?> message) {
        OrderView view = views.findById(event.orderId()).orElseGet(OrderView::new);
        view.apply(message);
        views.save(view);
    }
}
