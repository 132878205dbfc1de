package io.orderflow.eventstore.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who holds a processor back works between two of its batches. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Import(HeldBackProcessorTest.Slow.class)
@Timeout(60)
class HeldBackProcessorTest {

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private ProcessorPositions positions;

    @Autowired
    private EventTransactions transactions;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String ofItsOwn = StoreApplication.newDatabase("held_back"); // as it handles all events that there are
        properties.add("spring.datasource.url", () -> ofItsOwn);
    }

    @Test
    void aBatchThatIsUnderWayEndsFirst_andNoneBeginsBeforeTheTransactionHasEnded() {
        transactions.execute(() -> store.publish(rain.event(0)));
        await().until(() -> Slow.begun.contains(rain.id(0)));
        CountDownLatch mayCommit = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();

        CompletableFuture<Void> holder = CompletableFuture.runAsync(() -> transactions.execute(() -> {
            positions.holdBack(Slow.GROUP, rain.station);
            seen.add("ended: " + Slow.ended);
            waitFor(mayCommit);
        }));
        await("the holder to wait for the batch").until(this::somebodyWaitsForTheProcessor);
        assertThat(seen).isEmpty();
        Slow.mayEnd.countDown();
        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("ended: [" + rain.id(0) + "]");

        transactions.execute(() -> store.publish(rain.event(1)));
        await("the next batch to wait for the holder").until(this::somebodyWaitsForTheProcessor);
        assertThat(Slow.begun).containsExactly(rain.id(0));
        mayCommit.countDown();
        holder.join();
        await().until(() -> Slow.begun.contains(rain.id(1)));
    }

    @Test
    void aProcessorThatHasNeverRunIsNotHeldBack() {
        transactions.execute(() -> positions.holdBack("never-run", rain.station));
    }

    private boolean somebodyWaitsForTheProcessor() {
        return jdbc.queryForObject(
                "SELECT exists (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%token_entry%')",
                Boolean.class);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has a handler that takes until it is let go. */
    @ProcessingGroup(Slow.GROUP)
    static class Slow {

        private static final String GROUP = "held";
        private static final List<String> begun = new CopyOnWriteArrayList<>();
        private static final List<String> ended = new CopyOnWriteArrayList<>();
        private static final CountDownLatch mayEnd = new CountDownLatch(1);

        @EventHandler
        void on(EventMessage<?> event) throws InterruptedException {
            begun.add(event.getIdentifier());
            mayEnd.await();
            ended.add(event.getIdentifier());
        }
    }
}
