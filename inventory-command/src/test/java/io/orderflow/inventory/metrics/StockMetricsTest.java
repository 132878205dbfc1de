package io.orderflow.inventory.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.api.StockRanLow;
import io.orderflow.api.StockRanOut;
import io.orderflow.api.StockReserved;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

class StockMetricsTest {

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void productsThatRunLowAndOutAreCounted() {
        new MetricsConfiguration().productsThatRunShort(store, registry);

        publish(new StockReserved(1, 7, 3), new StockRanLow(7, "Lamp", 4), new StockRanLow(8, "Desk", 5));
        publish(new StockReserved(2, 7, 4), new StockRanOut(7, "Lamp"));

        assertThat(counted("orderflow.stock.low")).isEqualTo(2);
        assertThat(counted("orderflow.stock.out")).isEqualTo(1);
    }

    private void publish(Object... events) {
        DefaultUnitOfWork.startAndGet(null).execute(() -> {
            for (Object event : events) {
                store.publish(GenericEventMessage.asEventMessage(event));
            }
        });
    }

    private double counted(String name) {
        return registry.get(name).counter().count();
    }
}
