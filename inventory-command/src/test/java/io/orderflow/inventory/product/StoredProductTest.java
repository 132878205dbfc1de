package io.orderflow.inventory.product;

import static io.orderflow.inventory.product.ProductFixture.LAPTOP;
import static io.orderflow.inventory.product.ProductFixture.UNKNOWN;
import static io.orderflow.inventory.product.ProductFixture.add;
import static io.orderflow.inventory.product.ProductFixture.ranLow;
import static io.orderflow.inventory.product.ProductFixture.rejected;
import static io.orderflow.inventory.product.ProductFixture.release;
import static io.orderflow.inventory.product.ProductFixture.released;
import static io.orderflow.inventory.product.ProductFixture.reserve;
import static io.orderflow.inventory.product.ProductFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.StockRejected;
import io.orderflow.eventstore.serialization.StateSerializationAutoConfiguration;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A product's snapshot is JSON in the database, and stands for all events before it. */
class StoredProductTest {

    private static final int EVENTS_PER_SNAPSHOT = 2;

    private final SerializingSnapshots store =
            new SerializingSnapshots(new StateSerializationAutoConfiguration().serializer());
    private Configuration axon;

    @BeforeEach
    void start() {
        axon = DefaultConfigurer.defaultConfiguration()
                .configureEmbeddedEventStore(configuration -> store)
                .configureAggregate(AggregateConfigurer.defaultConfiguration(Product.class)
                        .configureSnapshotTrigger(configuration -> new EventCountSnapshotTriggerDefinition(
                                configuration.snapshotter(), EVENTS_PER_SNAPSHOT)))
                .start();
    }

    @AfterEach
    void stop() {
        axon.shutdown();
    }

    @Test
    void givenASnapshot_whenReserved_thenTheProductStillKnowsItsNameItsNumberAndItsStock() {
        send(add(10));
        send(reserve(2));
        long snapshot = store.positionOfTheSnapshotOf(LAPTOP);

        send(reserve(99));
        send(release(1));
        send(reserve(4));

        assertThat(store.eventsAfter(snapshot, LAPTOP))
                .containsExactly(
                        rejected(99, "insufficient stock for product 1 (requested 99, available 8)"),
                        released(1),
                        reserved(4),
                        ranLow(5));
    }

    @Test
    void givenASnapshotOfAProductThatWasNeverAdded_whenReserved_thenItStillDoesNotExist() {
        send(new ReserveStock(UNKNOWN, 6, 1));
        send(new ReserveStock(UNKNOWN, 7, 1));
        long snapshot = store.positionOfTheSnapshotOf(UNKNOWN);

        send(new ReserveStock(UNKNOWN, 8, 1));

        assertThat(store.eventsAfter(snapshot, UNKNOWN))
                .containsExactly(new StockRejected(8, 42, 1, "product 42 does not exist"));
    }

    private void send(Object command) {
        axon.commandGateway().sendAndWait(command);
    }

    /** Keeps of each snapshot what the serializer keeps of it. */
    private static final class SerializingSnapshots extends InMemoryEventStorageEngine {

        private final Serializer serializer;

        SerializingSnapshots(Serializer serializer) {
            this.serializer = serializer;
        }

        long positionOfTheSnapshotOf(ProductId product) {
            return readSnapshot(product.toString()).orElseThrow().getSequenceNumber();
        }

        List<Object> eventsAfter(long position, ProductId product) {
            return readEvents(product.toString(), position + 1)
                    .asStream()
                    .<Object>map(DomainEventMessage::getPayload)
                    .toList();
        }

        @Override
        public Optional<DomainEventMessage<?>> readSnapshot(String product) {
            return super.readSnapshot(product).map(this::storedAndRead);
        }

        private DomainEventMessage<?> storedAndRead(DomainEventMessage<?> snapshot) {
            Object state = serializer.deserialize(serializer.serialize(snapshot.getPayload(), byte[].class));
            return new GenericDomainEventMessage<>(
                    snapshot.getType(), snapshot.getAggregateIdentifier(), snapshot.getSequenceNumber(), state);
        }
    }
}
