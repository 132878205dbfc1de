package io.orderflow.eventstore.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class EventTransactionsTest {

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    private EventTransactions transactions;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenWork_whenExecuted_thenItIsCommittedAndItsResultReturned() {
        Supplier<String> work = () -> {
            store.publish(rain.event(0), rain.event(1));
            return "done";
        };

        assertThat(transactions.execute(work)).isEqualTo("done");
        assertThat(committed()).containsExactly(rain.id(0), rain.id(1));
    }

    @Test
    void givenWorkThatThrows_whenExecuted_thenThatIsThrownAndNothingRemains() {
        RuntimeException failure = new IllegalStateException("the work fails");

        assertFails(failure, () -> {
            throw failure;
        });
    }

    @Test
    void givenWorkThatThrowsAnError_whenExecuted_thenThatIsThrownAndNothingRemains() {
        Error failure = new StackOverflowError();

        assertFails(failure, () -> {
            throw failure;
        });
    }

    @Test
    void givenACommitThatFails_whenExecuted_thenThatIsThrownAndNothingRemains() {
        RuntimeException failure = new IllegalStateException("the commit fails");

        assertFails(
                failure,
                () -> onPrepareCommit(unitOfWork -> {
                    throw failure;
                }));
    }

    @Test
    void givenACommitThatFailsByAnError_whenExecuted_thenThatIsThrownAndNothingRemains() {
        Error failure = new StackOverflowError();

        assertFails(
                failure,
                () -> onPrepareCommit(unitOfWork -> {
                    throw failure;
                }));
    }

    /** Nothing remains either that the thread's next transaction would be part of. */
    private void assertFails(Throwable failure, Runnable lastStep) {
        Runnable work = () -> {
            store.publish(rain.event(0));
            lastStep.run();
        };
        assertThatThrownBy(() -> transactions.execute(work)).isSameAs(failure);
        assertThat(committed()).isEmpty();

        transactions.execute(() -> store.publish(rain.event(0)));

        assertThat(committed()).containsExactly(rain.id(0));
    }

    private static void onPrepareCommit(Consumer<UnitOfWork<?>> step) {
        CurrentUnitOfWork.get().onPrepareCommit(step::accept);
    }

    /** As others see it, in another thread. */
    private List<String> committed() {
        return CompletableFuture.supplyAsync(() -> store.readEvents(rain.station)
                        .asStream()
                        .<String>map(DomainEventMessage::getIdentifier)
                        .toList())
                .join();
    }
}
