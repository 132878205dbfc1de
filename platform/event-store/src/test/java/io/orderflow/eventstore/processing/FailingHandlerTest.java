package io.orderflow.eventstore.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An event whose handler fails is handled again until it succeeds, and holds up its own processor only. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Import(FailingHandlerTest.Moody.class)
@Timeout(60)
class FailingHandlerTest {

    private final StoredEvents rain = new StoredEvents();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private EventTransactions transactions;

    @Autowired
    private Moody moody;

    @Autowired
    private StoreApplication.Reader reader;

    @Autowired
    private ProcessorHealth health;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenAHandlerThatFails_thenTheOthersGoOnAndItIsSaid_andWhenItWorksAgain_thenNoEventIsSkipped() {
        health.bindTo(metrics);
        moody.broken = true;

        transactions.execute(() -> store.publish(rain.event(0), rain.event(1)));

        await().untilAsserted(() -> assertThat(reader.read()).endsWith(rain.id(0), rain.id(1)));
        await().untilAsserted(() -> assertThat(failing("moody")).isEqualTo(1));
        assertThat(failing("reader")).isZero();
        assertThat(health.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThat(health.health().getDetails()).containsOnlyKeys("moody", "since");
        assertThat(moody.handled).doesNotContain(rain.id(0), rain.id(1));

        moody.broken = false;

        await().untilAsserted(() ->
                assertThat(moody.handled).endsWith(rain.id(0), rain.id(1)).doesNotHaveDuplicates());
        await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
        assertThat(failing("moody")).isZero();
    }

    private double failing(String processor) {
        return metrics.get("orderflow.processor.failing")
                .tag("processor", processor)
                .gauge()
                .value();
    }

    /** Has a handler that fails for a reason of its own, of which no database knows. */
    @ProcessingGroup("moody")
    static class Moody {

        private final List<String> handled = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

        @EventHandler
        void on(EventMessage<?> event) {
            if (broken) {
                throw new IllegalStateException("out of order");
            }
            handled.add(event.getIdentifier());
        }
    }
}
