package io.orderflow.eventstore.processing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A processor goes over to another instance when its own is gone, and not while it is at work; nothing is done twice. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Import(TakingOverTest.Slow.class)
@Timeout(60)
class TakingOverTest {

    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private TokenStore tokens;

    @Autowired
    private EventTransactions transactions;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenAnInstanceThatIsNotHeardOfAnyMore_thenAnotherHandlesTheEvents() {
        String processor = "left-behind";
        transactions.execute(() -> tokens.initializeTokenSegments(processor, 1));
        jdbc.update(
                "UPDATE token_entry SET owner = 'dead', timestamp = ? WHERE processor_name = ?",
                Instant.now().toString(),
                processor);
        assertThatThrownBy(() -> transactions.execute(() -> tokens.fetchToken(processor, 0)))
                .isInstanceOf(UnableToClaimTokenException.class);

        await().until(() -> !transactions
                .execute(() -> tokens.fetchAvailableSegments(processor))
                .isEmpty());

        transactions.execute(() -> tokens.fetchToken(processor, 0));
        assertThat(ownerOf(processor)).isNotEqualTo("dead");
    }

    @Test
    void givenABatchThatTakesLong_thenAnotherInstanceLeavesItToItsOwner_andNoEventIsHandledTwice() {
        await().until(() -> ownerOf(Slow.GROUP) != null);
        Slow.slowest = rain.id(0);
        transactions.execute(() -> store.publish(rain.event(0)));
        await().until(() -> Slow.begun.contains(rain.id(0)));

        try (ConfigurableApplicationContext another = StoreApplication.anotherInstance(Slow.class)) {
            await("the other instance to have asked for it, when the owner was silent for too long")
                    .during(ClaimedTokenStore.CLAIM_TIMEOUT.plus(
                            EventProcessingAutoConfiguration.CLAIM_INTERVAL.multipliedBy(3)))
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(Slow.begun).endsWith(rain.id(0)).doesNotHaveDuplicates());
            Slow.mayEnd.countDown();
            transactions.execute(() -> store.publish(rain.event(1)));
            await().until(() -> Slow.begun.contains(rain.id(1)));

            assertThat(another.isRunning()).isTrue();
            assertThat(Slow.begun).endsWith(rain.id(0), rain.id(1)).doesNotHaveDuplicates();
        }
    }

    @Test
    void givenAnInstanceThatLostItsProcessorToOneThatIsGoneToo_thenItDoesNotSetThePositionBack() {
        String processor = "asleep";
        transactions.execute(() -> tokens.initializeTokenSegments(processor, 1));
        transactions.execute(() -> tokens.fetchToken(processor, 0));
        jdbc.update(
                "UPDATE token_entry SET owner = 'dead', timestamp = ?, token = ? WHERE processor_name = ?",
                LONG_AGO,
                "{\"globalIndex\":20}".getBytes(UTF_8),
                processor);

        assertThatThrownBy(() -> transactions.execute(
                        () -> tokens.storeToken(new GlobalSequenceTrackingToken(10), processor, 0)))
                .isInstanceOf(UnableToClaimTokenException.class)
                .hasMessage("Processor asleep has been taken over by another instance");
        assertThat(ownerOf(processor)).isEqualTo("dead");
    }

    @Test
    void givenAnInstanceThatLostItsProcessorToOneThatGaveItUp_thenItDoesNotGoOnFromWhereItWas() {
        String processor = "overtaken";
        transactions.execute(() -> tokens.initializeTokenSegments(processor, 1));
        transactions.execute(() -> tokens.fetchToken(processor, 0));
        jdbc.update("UPDATE token_entry SET owner = NULL WHERE processor_name = ?", processor);

        assertThatThrownBy(() -> transactions.execute(() -> tokens.extendClaim(processor, 0)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThat(ownerOf(processor)).isNull();
    }

    private String ownerOf(String processor) {
        List<String> owners =
                jdbc.queryForList("SELECT owner FROM token_entry WHERE processor_name = ?", String.class, processor);
        return owners.isEmpty() ? null : owners.get(0);
    }

    /** Has a handler that takes until it is let go, for one event; both instances have it in this JVM. */
    @ProcessingGroup(Slow.GROUP)
    static class Slow {

        private static final String GROUP = "slow";
        private static final List<String> begun = new CopyOnWriteArrayList<>();
        private static final CountDownLatch mayEnd = new CountDownLatch(1);
        private static volatile String slowest;

        @EventHandler
        void on(EventMessage<?> event) throws InterruptedException {
            begun.add(event.getIdentifier());
            if (event.getIdentifier().equals(slowest)) {
                mayEnd.await();
            }
        }
    }
}
