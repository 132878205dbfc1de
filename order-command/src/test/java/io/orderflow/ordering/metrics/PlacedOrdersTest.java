package io.orderflow.ordering.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

class PlacedOrdersTest {

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void ordersThatArePlacedAreCounted() {
        new MetricsConfiguration().placedOrders(store, registry);

        publish(placed(1), placed(2));
        publish(new OrderConfirmed(1));

        assertThat(registry.get("orderflow.orders.placed").counter().count()).isEqualTo(2);
    }

    private static OrderPlaced placed(long id) {
        BigDecimal price = new BigDecimal("1.50");
        return new OrderPlaced(id, List.of(new OrderLine(1, 1, price)), price, Instant.parse("2026-07-01T12:00:00Z"));
    }

    private void publish(Object... events) {
        DefaultUnitOfWork.startAndGet(null).execute(() -> {
            for (Object event : events) {
                store.publish(GenericEventMessage.asEventMessage(event));
            }
        });
    }
}
