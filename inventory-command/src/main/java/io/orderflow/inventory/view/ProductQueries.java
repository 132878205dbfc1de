package io.orderflow.inventory.view;

import io.orderflow.eventstore.storage.UnknownEventException;
import io.orderflow.inventory.product.ProductId;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Answers questions about products. */
@Component
public class ProductQueries {

    private final ProductViewRepository views;
    private final EventStore events;

    ProductQueries(ProductViewRepository views, EventStore events) {
        this.views = views;
        this.events = events;
    }

    /** The product with all that has happened to it until now, even where the stored view is behind. */
    public Optional<ProductView> find(long id) {
        ProductView view = views.findById(id).orElseGet(ProductView::new);
        try {
            events.readEvents(new ProductId(id).toString(), view.nextVersion()).forEachRemaining(view::apply);
        } catch (UnknownEventException e) {
            if (!view.exists()) {
                throw e;
            }
            // Another release has written more; shown is what is known here, and the processors say what they wait for.
        }
        return Optional.of(view).filter(ProductView::exists);
    }

    /** All products by ascending id, as far as the stored views are. */
    public List<ProductView> list() {
        return views.findAllByOrderById();
    }
}
