package io.orderflow.inventory.view;

import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Lets tests of other packages have the view of a product to which these events happened. */
public final class ProductViewFixture {

    private ProductViewFixture() {}

    public static ProductView viewOf(Object... events) {
        ProductView view = new ProductView();
        for (Object event : events) {
            view.apply(new GenericDomainEventMessage<>("Product", "product", view.nextVersion(), event));
        }
        return view;
    }
}
