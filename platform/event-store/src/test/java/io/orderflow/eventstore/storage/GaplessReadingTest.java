package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A reader gets every event, also that of a transaction which began earlier and committed later than others. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Timeout(60)
class GaplessReadingTest {

    private static final Instant LAST_YEAR = Instant.parse("2025-07-01T12:00:00Z");

    /** Where indices are allocated in blocks, for each instance or connection, 50 is the usual size. */
    private static final int MORE_THAN_A_BLOCK = 120;

    private final StoredEvents first = new StoredEvents();
    private final StoredEvents slow = new StoredEvents();
    private final StoredEvents third = new StoredEvents();
    private final CountDownLatch appended = new CountDownLatch(1);
    private final CountDownLatch mayCommit = new CountDownLatch(1);

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    private StoreApplication.Reader reader;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenASlowTransaction_whenALaterOneWasRead_thenItsEventIsReadAllTheSame() throws Exception {
        append(first);
        CompletableFuture<Void> slowOne = appendSlowly();
        append(third);
        awaitRead(third);
        assertThat(reader.read()).doesNotContain(slow.id(0));

        mayCommit.countDown();
        slowOne.get();

        awaitRead(slow);
        assertThat(reader.read()).containsSubsequence(first.id(0), third.id(0), slow.id(0));
        assertThat(reader.read()).doesNotHaveDuplicates();
    }

    @Test
    void givenASlowTransaction_whenAnEventThatIsMuchOlderWasRead_thenItsEventIsReadAllTheSame() throws Exception {
        append(first);
        CompletableFuture<Void> slowOne = appendSlowly();
        append(third.event(0, third.id(0), LAST_YEAR), engine, transactionManager);
        awaitRead(third);

        mayCommit.countDown();
        slowOne.get();

        awaitRead(slow);
        assertThat(reader.read()).containsSubsequence(first.id(0), third.id(0), slow.id(0));
    }

    @Test
    void givenATransactionThatWasRolledBack_whenLaterEventsAreRead_thenNobodyLooksForItsEventAnyMore() {
        append(first);
        new TransactionTemplate(transactionManager).executeWithoutResult(transaction -> {
            engine.appendEvents(slow.event(0));
            transaction.setRollbackOnly();
        });
        append(third);

        TrackingToken withGap = lastTokenAfter(null);
        assertThat(((GapAwareTrackingToken) withGap).hasGaps()).isTrue();
        await().until(() -> {
            append(new StoredEvents());
            return !((GapAwareTrackingToken) lastTokenAfter(withGap)).hasGaps();
        });
    }

    @Test
    void givenManyIndicesThatNobodyHas_whenEventsAreAppendedAfterThem_thenTheyAreRead() {
        append(first);
        jdbc.queryForObject(
                "SELECT setval('domain_event_entry_seq', nextval('domain_event_entry_seq') + 70000)", Long.class);

        append(third);

        awaitRead(third);
        append(slow);
        awaitRead(slow);
    }

    @Test
    void givenAReaderThatIsFarBehind_whenAnInstanceThatHadRestedAppends_thenItsEventIsReadAllTheSame() {
        StoredEvents rested = new StoredEvents();
        try (ConfigurableApplicationContext other = StoreApplication.anotherInstance()) {
            EventStorageEngine itsEngine = other.getBean(EventStorageEngine.class);
            PlatformTransactionManager itsTransactions = other.getBean(PlatformTransactionManager.class);
            append(rested.event(0), itsEngine, itsTransactions);
            for (int sequence = 0; sequence < MORE_THAN_A_BLOCK; sequence++) {
                append(first.event(sequence, first.id(sequence), LAST_YEAR), engine, transactionManager);
            }
            await().until(() -> reader.read().contains(first.id(MORE_THAN_A_BLOCK - 1)));

            append(rested.event(1), itsEngine, itsTransactions);

            await().until(() -> reader.read().contains(rested.id(1)));
        }
    }

    private TrackingToken lastTokenAfter(TrackingToken token) {
        return engine.readEvents(token, false)
                .<TrackingToken>map(TrackedEventMessage::trackingToken)
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private void append(StoredEvents events) {
        append(events.event(0), engine, transactionManager);
    }

    private static void append(
            DomainEventMessage<?> event, EventStorageEngine engine, PlatformTransactionManager transactionManager) {
        new TransactionTemplate(transactionManager).executeWithoutResult(transaction -> engine.appendEvents(event));
    }

    /** Returns when the event has its place in the store, in a transaction that stays open until it may commit. */
    private CompletableFuture<Void> appendSlowly() throws InterruptedException {
        CompletableFuture<Void> transaction = CompletableFuture.runAsync(
                () -> new TransactionTemplate(transactionManager).executeWithoutResult(open -> {
                    engine.appendEvents(slow.event(0));
                    appended.countDown();
                    awaitLatch(mayCommit);
                }));
        appended.await();
        return transaction;
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
