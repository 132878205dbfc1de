package io.orderflow.eventstore.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.history.EventTail.Placed;
import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class EventTailTest {

    private final StoredEvents ulm = new StoredEvents();
    private final StoredEvents slow = new StoredEvents();

    @Autowired
    private EventHistory history;

    @Autowired
    private ProcessorPositions positions;

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private PlatformTransactionManager transactionManager;

    private long head;
    private EventTail tail;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @BeforeEach
    void follow() {
        head = positions.head();
        tail = history.tailAfter(head);
    }

    @Test
    void whatIsStoredBehindThePlaceComesOnce_asMuchAsIsAskedFor() {
        assertThat(tail.next(10)).isEmpty();
        store.publish(ulm.event(0), ulm.event(1), ulm.event(2));

        assertThat(ids(tail.next(2))).containsExactly(ulm.id(0), ulm.id(1));
        assertThat(ids(tail.next(2))).containsExactly(ulm.id(2));
        assertThat(tail.next(2)).isEmpty();
        assertThat(ids(history.tailAfter(positions.head() - 1).next(2))).containsExactly(ulm.id(2));
    }

    @Test
    void anEventSaysWhereItIs() {
        store.publish(ulm.event(0));

        assertThat(tail.next(1)).singleElement().satisfies(placed -> {
            assertThat(placed.place()).isGreaterThan(head).isEqualTo(positions.head());
            assertThat(placed.last()).isEqualTo(placed.place());
            assertThat(placed.event().getPayload()).isInstanceOf(RainFell.class);
        });
    }

    @Test
    void whatCommitsLaterThanItsPlaceIsAGapUntilItComes() throws Exception {
        CountDownLatch mayCommit = new CountDownLatch(1);
        CountDownLatch appended = new CountDownLatch(1);
        CompletableFuture<Void> slowOne = CompletableFuture.runAsync(
                () -> new TransactionTemplate(transactionManager).executeWithoutResult(tx -> {
                    engine.appendEvents(slow.event(0));
                    appended.countDown();
                    awaitLatch(mayCommit);
                }));
        awaitLatch(appended);
        store.publish(ulm.event(0));

        Placed early = tail.next(10).get(0);
        mayCommit.countDown();
        slowOne.get();
        Placed late =
                await().until(() -> tail.next(10), next -> !next.isEmpty()).get(0);

        assertThat(early.event().getIdentifier()).isEqualTo(ulm.id(0));
        assertThat(late.event().getIdentifier()).isEqualTo(slow.id(0));
        assertThat(late.place()).isLessThan(early.place());
        assertThat(early.gaps()).contains(late.place());
        assertThat(late.last()).isEqualTo(early.place());
        assertThat(late.gaps()).doesNotContain(late.place());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> ids(List<Placed> events) {
        return events.stream().map(placed -> placed.event().getIdentifier()).toList();
    }
}
