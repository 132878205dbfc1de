package io.orderflow.inventory.view;

import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import io.orderflow.inventory.product.ProductEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Keeps the product views up with the events. Those of a batch are read and written together, when its unit of work prepares
 * to commit.
 */
@Component
@ProcessingGroup(ProductProjection.GROUP)
class ProductProjection {

    static final String GROUP = "products";

    private final ProductViewRepository views;

    ProductProjection(ProductViewRepository views) {
        this.views = views;
    }

    @EventHandler
    void on(ProductEvent event, DomainEventMessage<?> message) {
        currentBatch().add(new Change(event.productId(), message));
    }

    @EventHandler
    void on(StockReserved event, DomainEventMessage<?> message) {
        currentBatch().add(new Change(event.productId(), message));
    }

    @EventHandler
    void on(StockReleased event, DomainEventMessage<?> message) {
        currentBatch().add(new Change(event.productId(), message));
    }

    private record Change(long productId, DomainEventMessage<?> message) {}

    private List<Change> currentBatch() {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        return unitOfWork.getOrComputeResource(ProductProjection.class.getName(), key -> {
            List<Change> batch = new ArrayList<>();
            unitOfWork.onPrepareCommit(work -> apply(batch));
            return batch;
        });
    }

    private void apply(List<Change> batch) {
        Map<Long, ProductView> changed = new LinkedHashMap<>();
        views.findAllById(batch.stream().map(Change::productId).distinct().toList())
                .forEach(view -> changed.put(view.id(), view));
        batch.forEach(change -> changed.computeIfAbsent(change.productId, id -> new ProductView())
                .apply(change.message));
        views.saveAll(changed.values());
    }
}
