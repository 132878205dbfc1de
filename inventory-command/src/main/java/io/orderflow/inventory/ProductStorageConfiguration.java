package io.orderflow.inventory;

import io.orderflow.inventory.product.Product;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How products are kept between two commands. */
@Configuration(proxyBeanMethods = false)
class ProductStorageConfiguration {

    private static final int EVENTS_PER_SNAPSHOT = 100;

    /** Bounds how many events are read when a product is not cached. */
    @Bean
    SnapshotTriggerDefinition productSnapshots(Snapshotter snapshotter) {
        return new EventCountSnapshotTriggerDefinition(snapshotter, EVENTS_PER_SNAPSHOT);
    }

    /** Keeps products in memory as long as there is enough of it: a product that sells is not read at all. */
    @Bean
    Repository<Product> productRepository(
            @Qualifier("eventStore") EventStore events, SnapshotTriggerDefinition productSnapshots) {
        return new ProductRepository(events, productSnapshots, new WeakReferenceCache());
    }
}
