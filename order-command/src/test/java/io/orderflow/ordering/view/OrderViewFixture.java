package io.orderflow.ordering.view;

import io.orderflow.api.OrderEvent;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Lets tests of other packages have the view of an order to which these events happened. */
public final class OrderViewFixture {

    private OrderViewFixture() {}

    public static OrderView viewOf(OrderEvent... events) {
        OrderView view = new OrderView();
        for (OrderEvent event : List.of(events)) {
            view.apply(new GenericDomainEventMessage<>("Order", "order-" + event.orderId(), view.nextVersion(), event));
        }
        return view;
    }
}
