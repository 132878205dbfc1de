package io.orderflow.inventory.view;

import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.StockSet;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Keeps the product views up with the events. */
@Component
@ProcessingGroup(ProductProjection.GROUP)
class ProductProjection {

    static final String GROUP = "products";

    private final ProductViews views;

    ProductProjection(ProductViews views) {
        this.views = views;
    }

    @EventHandler
    void on(ProductAdded event, DomainEventMessage<?> message) {
        update(event.productId(), message);
    }

    @EventHandler
    void on(StockSet event, DomainEventMessage<?> message) {
        update(event.productId(), message);
    }

    @EventHandler
    void on(StockReserved event, DomainEventMessage<?> message) {
        update(event.productId(), message);
    }

    @EventHandler
    void on(StockReleased event, DomainEventMessage<?> message) {
        update(event.productId(), message);
    }

    private void update(long productId, DomainEventMessage<?> message) {
        ProductView view = views.findById(productId).orElseGet(ProductView::new);
        view.apply(message);
        views.save(view);
    }
}
