package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A reader may begin at any time of history. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class TokenAtTimeTest {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOURS = 30;

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    private PlatformTransactionManager transactionManager;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String database = StoreApplication.newDatabase("token_at_time");
        properties.add("spring.datasource.url", () -> database);
    }

    @Test
    void aReaderThatBeginsAtATimeGetsAllEventsFromThenOnAndHardlyAnyOther() {
        assertThat(engine.createTokenAt(BEGINNING)).isNull();

        for (int hour = 0; hour < HOURS; hour++) {
            jdbc.queryForObject(
                    "SELECT nextval('domain_event_entry_seq')", Long.class); // as of one that was rolled back
            appendAt(hour);
        }

        for (int hour = 0; hour < HOURS; hour++) {
            assertThat(readFrom(BEGINNING.plus(Duration.ofHours(hour)))).first().isEqualTo(rain.id(hour));
        }
        assertThat(readFrom(BEGINNING.minusSeconds(1))).first().isEqualTo(rain.id(0));
        assertThat(readFrom(BEGINNING.plus(Duration.ofHours(HOURS)))).isEmpty();
    }

    private void appendAt(int hour) {
        new TransactionTemplate(transactionManager)
                .executeWithoutResult(transaction ->
                        engine.appendEvents(rain.event(hour, rain.id(hour), BEGINNING.plus(Duration.ofHours(hour)))));
    }

    private List<String> readFrom(Instant time) {
        TrackingToken token = engine.createTokenAt(time);
        return engine.readEvents(token, false)
                .<String>map(EventMessage::getIdentifier)
                .toList();
    }
}
