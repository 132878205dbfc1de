package io.orderflow.inventory;

import io.orderflow.inventory.product.Product;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * Keeps products in a cache between two commands, but for those that were never added: whoever orders what there is not, under
 * as many numbers as he likes, takes no memory, and a product that another instance adds is known to this one at once.
 */
final class ProductRepository extends CachingEventSourcingRepository<Product> {

    private final Cache cache;

    ProductRepository(EventStore events, SnapshotTriggerDefinition snapshots, Cache cache) {
        super(EventSourcingRepository.builder(Product.class)
                .eventStore(events)
                .snapshotTriggerDefinition(snapshots)
                .cache(cache));
        this.cache = cache;
    }

    /** The lock of the product is held, so nobody reads the cache in between. */
    @Override
    protected void doSaveWithLock(EventSourcedAggregate<Product> product) {
        super.doSaveWithLock(product);
        if (!product.invoke(Product::isAdded)) {
            cache.remove(product.identifierAsString());
        }
    }
}
