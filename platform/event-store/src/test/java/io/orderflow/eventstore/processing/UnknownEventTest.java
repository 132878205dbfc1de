package io.orderflow.eventstore.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.storage.UnknownEventException;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An event that another release has written is waited for, and not passed over. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Timeout(60)
class UnknownEventTest {

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @Autowired
    private StoreApplication.Reader reader;

    @Autowired
    private ProcessorHealth health;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String database = StoreApplication.newDatabase("unknown_event");
        properties.add("spring.datasource.url", () -> database);
    }

    @Test
    void givenAnEventOfAnotherRelease_thenAProcessorStopsThereAndSaysSo_andTheAggregateIsNotReadWithoutIt() {
        appendAs("HailFell", 1);

        await().untilAsserted(() -> assertThat(reader.read()).contains(rain.id(0)));
        await().untilAsserted(() -> assertThat(health.problemOf("reader")).isPresent());
        assertThat(reader.read()).doesNotContain(rain.id(1), rain.id(2));
        assertThat(health.problemOf("reader").orElseThrow()).contains("HailFell", rain.id(1), rain.station);
        assertThat(health.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);

        // And nothing is decided without it.
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("HailFell");
    }

    private void readAll() {
        DomainEventStream events = store.readEvents(rain.station);
        while (events.hasNext()) {
            events.next();
        }
    }

    /** Three events, one of which has the name of a type that nobody here knows. */
    private void appendAs(String type, long sequence) {
        new TransactionTemplate(transactionManager).executeWithoutResult(transaction -> {
            engine.appendEvents(rain.event(0), rain.event(1), rain.event(2));
            jdbc.update(
                    "UPDATE domain_event_entry SET payload_type = ? WHERE aggregate_identifier = ? AND sequence_number = ?",
                    type,
                    rain.station,
                    sequence);
        });
    }
}
