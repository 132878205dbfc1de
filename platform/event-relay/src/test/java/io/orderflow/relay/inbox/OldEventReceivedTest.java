package io.orderflow.relay.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.relay.sample.RelayApplication;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An old event that is received does not make readers give up the gap of a transaction that is still running. */
@SpringBootTest(
        classes = RelayApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME, RelayApplication.EXCHANGE})
@Timeout(60)
class OldEventReceivedTest {

    private static final Instant LAST_YEAR = Instant.parse("2025-07-01T12:00:00Z");

    private final StoredEvents first = new StoredEvents();
    private final StoredEvents slow = new StoredEvents();
    private final StoredEvents old = new StoredEvents();
    private final CountDownLatch appended = new CountDownLatch(1);
    private final CountDownLatch mayCommit = new CountDownLatch(1);

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    private Inbox inbox;

    @Autowired
    private StoreApplication.Reader reader;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenASlowTransaction_whenAnEventOfLastYearWasReceivedMeanwhile_thenItsEventIsReadAllTheSame()
            throws Exception {
        inTransaction(() -> engine.appendEvents(first.event(0)));
        CompletableFuture<Void> slowOne = appendSlowly();
        inbox.store(List.of(old.event(0, old.id(0), LAST_YEAR)));
        awaitRead(old);

        mayCommit.countDown();
        slowOne.get();

        awaitRead(slow);
        assertThat(reader.read()).containsSubsequence(first.id(0), old.id(0), slow.id(0));
    }

    /** Returns when the event has its place in the store, in a transaction that stays open until it may commit. */
    private CompletableFuture<Void> appendSlowly() throws InterruptedException {
        CompletableFuture<Void> transaction = CompletableFuture.runAsync(() -> inTransaction(() -> {
            engine.appendEvents(slow.event(0));
            appended.countDown();
            awaitLatch(mayCommit);
        }));
        appended.await();
        return transaction;
    }

    private void inTransaction(Runnable work) {
        new TransactionTemplate(transactionManager).executeWithoutResult(open -> work.run());
    }

    private void awaitRead(StoredEvents events) {
        await().until(() -> reader.read().contains(events.id(0)));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
