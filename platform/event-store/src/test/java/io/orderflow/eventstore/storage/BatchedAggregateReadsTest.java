package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Aggregates that are read together are read as they would be one by one. */
@SpringBootTest(
        classes = {StoreApplication.class, BatchedAggregateReadsTest.Hints.class},
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class BatchedAggregateReadsTest {

    private final StoredEvents first = new StoredEvents();
    private final StoredEvents second = new StoredEvents();
    private final StoredEvents third = new StoredEvents();

    @Autowired
    private TransactionManager transactions;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void eachIsReadWithAllOfItsEventsInTheirOrder() {
        store.publish(second.event(0), first.event(0), second.event(1), first.event(1), third.event(0));

        inABatch(List.of(rainAt(first), rainAt(second)), () -> {
            assertThat(eventsOf(first)).containsExactly(first.id(0), first.id(1));
            assertThat(eventsOf(second)).containsExactly(second.id(0), second.id(1));
            assertThat(eventsOf(third)).containsExactly(third.id(0));
        });
    }

    @Test
    void oneThatIsReadAgainHasWhatWasAppendedMeanwhile() {
        store.publish(first.event(0), second.event(0));

        inABatch(List.of(rainAt(first), rainAt(second)), () -> {
            assertThat(eventsOf(first)).containsExactly(first.id(0));
            store.publish(first.event(1));
            assertThat(eventsOf(first)).containsExactly(first.id(0), first.id(1));
        });
    }

    @Test
    void oneWithoutEventsHasNone() {
        store.publish(first.event(0));

        inABatch(List.of(rainAt(first), rainAt(second)), () -> {
            assertThat(eventsOf(second)).isEmpty();
            assertThat(eventsOf(first)).containsExactly(first.id(0));
        });
    }

    private List<String> eventsOf(StoredEvents aggregate) {
        return store.readEvents(aggregate.station)
                .asStream()
                .map(Message::getIdentifier)
                .toList();
    }

    private void inABatch(List<EventMessage<?>> events, Runnable handling) {
        var batch = new BatchingUnitOfWork<>(events);
        batch.attachTransaction(transactions);
        Consumer<EventMessage<?>> once = event -> {
            if (event == events.get(0)) {
                handling.run();
            }
        };
        var result = batch.executeWithResult(() -> {
            once.accept(batch.getMessage());
            return null;
        });
        assertThat(result.optionalExceptionResult()).isEmpty();
    }

    private static EventMessage<?> rainAt(StoredEvents station) {
        return GenericEventMessage.asEventMessage(new RainFell(station.station, 1));
    }

    @TestConfiguration
    static class Hints {

        @Bean
        AggregateOfEvent stationOfRain() {
            return event -> Stream.of(event)
                    .filter(RainFell.class::isInstance)
                    .map(rain -> ((RainFell) rain).place())
                    .findFirst();
        }

        @Bean
        AggregateOfEvent nothingElse() {
            return event -> Optional.empty();
        }
    }
}
