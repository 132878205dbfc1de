package io.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.StockRejected;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.ExpectedVersions;
import io.orderflow.inventory.product.Product;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ProductState;
import io.orderflow.inventory.product.ReserveStock;
import io.orderflow.inventory.product.SetStock;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sells is kept in memory; what there is not takes none, whoever orders it and how often. */
class ProductRepositoryTest {

    private static final ProductId LAPTOP = new ProductId(1);
    private static final ProductId UNKNOWN = new ProductId(42);

    private final InMemoryEventStorageEngine store = new InMemoryEventStorageEngine();
    private final List<Configuration> instances = new ArrayList<>();

    @AfterEach
    void stop() {
        instances.forEach(Configuration::shutdown);
    }

    @Test
    void givenAProduct_whenManyThatThereAreNotAreOrdered_thenItStaysInTheCacheAloneAndEachIsRejected() {
        Cache cache = new WeakReferenceCache();
        Configuration inventory = instanceWith(cache);
        send(inventory, new AddProduct(LAPTOP, "Laptop", 10));
        Object kept = cache.get(LAPTOP.toString());

        for (int number = 1000; number < 2000; number++) {
            send(inventory, new ReserveStock(new ProductId(number), 7, 1));
            assertThat(cache.<String, Object>get("product-" + number)).isNull();
        }

        assertThat(cache.<String, Object>get(LAPTOP.toString())).isNotNull().isSameAs(kept);
        assertThat(store.readEvents("product-1999").asStream().map(event -> (Object) event.getPayload()))
                .containsExactly(new StockRejected(7, 1999, 1, "product 1999 does not exist"));
    }

    @Test
    void givenAProductThatWasAskedForInVain_whenAnotherInstanceAddsIt_thenItIsKnown() {
        Configuration one = instanceWith(new WeakReferenceCache());
        Configuration other = instanceWith(new WeakReferenceCache());
        send(one, new ReserveStock(UNKNOWN, 7, 1));

        send(other, new AddProduct(UNKNOWN, "Desk", 5));

        assertThat(send(one, new SetStock(UNKNOWN, 6, ExpectedVersions.ANY)))
                .isEqualTo(new ProductState(42, "Desk", 6, 2));
    }

    private static Object send(Configuration instance, Object command) {
        return instance.commandGateway().sendAndWait(command);
    }

    private Configuration instanceWith(Cache cache) {
        Configuration instance = DefaultConfigurer.defaultConfiguration()
                .configureEmbeddedEventStore(configuration -> store)
                .configureAggregate(AggregateConfigurer.defaultConfiguration(Product.class)
                        .configureRepository(configuration -> new ProductRepository(
                                configuration.eventStore(), NoSnapshotTriggerDefinition.INSTANCE, cache)))
                .start();
        instances.add(instance);
        return instance;
    }
}
