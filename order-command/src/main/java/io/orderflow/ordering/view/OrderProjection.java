package io.orderflow.ordering.view;

import io.orderflow.api.OrderEvent;
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
 * Keeps the order views up with the events. Those of a batch are read and written together, when its unit of work prepares to
 * commit.
 */
@Component
@ProcessingGroup(OrderProjection.GROUP)
class OrderProjection {

    static final String GROUP = "orders";

    private final OrderViewRepository views;

    OrderProjection(OrderViewRepository views) {
        this.views = views;
    }

    @EventHandler
    void on(OrderEvent event, DomainEventMessage<?> message) {
        currentBatch().add(message);
    }

    private List<DomainEventMessage<?>> currentBatch() {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        return unitOfWork.getOrComputeResource(OrderProjection.class.getName(), key -> {
            List<DomainEventMessage<?>> batch = new ArrayList<>();
            unitOfWork.onPrepareCommit(work -> apply(batch));
            return batch;
        });
    }

    private void apply(List<DomainEventMessage<?>> batch) {
        Map<Long, OrderView> changed = new LinkedHashMap<>();
        views.findAllById(
                        batch.stream().map(OrderProjection::orderId).distinct().toList())
                .forEach(view -> changed.put(view.id(), view));
        batch.forEach(message ->
                changed.computeIfAbsent(orderId(message), id -> new OrderView()).apply(message));
        views.saveAll(changed.values());
    }

    private static long orderId(DomainEventMessage<?> message) {
        return ((OrderEvent) message.getPayload()).orderId();
    }
}
