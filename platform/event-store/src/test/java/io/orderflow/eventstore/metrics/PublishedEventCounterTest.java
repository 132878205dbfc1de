package io.orderflow.eventstore.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.sample.Weather.SunShone;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedEventCounterTest {

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final Counter rain = new SimpleMeterRegistry().counter("rain");

    @BeforeEach
    void subscribe() {
        store.subscribe(new PublishedEventCounter(Map.of(RainFell.class, rain)));
    }

    @Test
    void eventsOfTheTypeAreCountedWhenTheyHaveCommitted() {
        inTransaction(() -> {
            publish(new RainFell("Ulm", 1), new SunShone("Bonn"), new RainFell("Ulm", 2));
            assertThat(rain.count()).isZero();
        });

        assertThat(rain.count()).isEqualTo(2);
    }

    @Test
    void eventsOfAnInnerUnitOfWorkAreCountedWhenTheOuterOneHasCommitted() {
        inTransaction(() -> {
            inTransaction(() -> publish(new RainFell("Ulm", 1)));
            assertThat(rain.count()).isZero();
        });

        assertThat(rain.count()).isEqualTo(1);
    }

    @Test
    void eventsThatWereNotStoredAreNotCounted() {
        inTransaction(() -> {
            publish(new RainFell("Ulm", 1));
            CurrentUnitOfWork.get().onCommit(committing -> {
                throw new IllegalStateException("the database is gone");
            });
        });

        assertThat(rain.count()).isZero();
    }

    private void publish(Object... events) {
        store.publish(List.of(events).stream()
                .map(GenericEventMessage::asEventMessage)
                .toList());
    }

    private static void inTransaction(Runnable work) {
        DefaultUnitOfWork.startAndGet(null).executeWithResult(() -> {
            work.run();
            return null;
        });
    }
}
