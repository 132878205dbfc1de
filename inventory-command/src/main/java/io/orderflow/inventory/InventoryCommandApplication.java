package io.orderflow.inventory;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.RoutingKey;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.StockSet;
import io.orderflow.inventory.reservation.ReservationPolicy;
import io.orderflow.relay.wire.IntegrationEvents;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Keeps the stock of products and reserves it for orders. */
@SpringBootApplication
public class InventoryCommandApplication {

    private static final int EVENTS_PER_SNAPSHOT = 100;

    public static void main(String[] args) {
        SpringApplication.run(InventoryCommandApplication.class, args);
    }

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(OrderEvent.class, InventoryEvent.class, ProductAdded.class, StockSet.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(
                        type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class)
                .taking(OrderEvent.class, event -> "order-" + event.orderId());
    }

    @Bean
    ReservationPolicy reservationPolicy(CommandGateway commands) {
        return new ReservationPolicy(commands);
    }

    /** Bounds how many events are read when a product is not cached. */
    @Bean
    SnapshotTriggerDefinition productSnapshots(Snapshotter snapshotter) {
        return new EventCountSnapshotTriggerDefinition(snapshotter, EVENTS_PER_SNAPSHOT);
    }

    /** Keeps products between two commands, as long as memory allows: a product that sells is not read at all. */
    @Bean
    Cache productCache() {
        return new WeakReferenceCache();
    }
}
