package io.orderflow.relay.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.relay.sample.RelayApplication;
import io.orderflow.relay.wire.ForeignEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = RelayApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME, RelayApplication.EXCHANGE})
class InboxTest {

    private static final Instant LAST_YEAR = Instant.parse("2025-07-01T12:00:00Z");

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    private Inbox inbox;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenNewEvents_whenStored_thenTheyAreInTheStoreInTheirOrder() {
        inbox.store(List.of(rain.event(0), rain.event(1), rain.event(2)));

        assertThat(stored()).containsExactly(rain.id(0), rain.id(1), rain.id(2));
    }

    @Test
    void givenStoredEvents_whenTheyComeAgain_thenTheyAreStoredOnce() {
        inbox.store(List.of(rain.event(0), rain.event(1)));

        assertThat(inbox.store(List.of(rain.event(0), rain.event(1)))).isEqualTo(2);
        assertThat(inbox.store(List.of(rain.event(1), rain.event(2)))).isEqualTo(1);

        assertThat(stored()).containsExactly(rain.id(0), rain.id(1), rain.id(2));
    }

    @Test
    void givenAnEventTwiceInOneBatch_whenStored_thenItIsStoredOnce() {
        inbox.store(List.of(rain.event(0), rain.event(0), rain.event(1), rain.event(0)));

        assertThat(stored()).containsExactly(rain.id(0), rain.id(1));
    }

    /** A mistake of its publisher. An event is known by its position, so it is another one. */
    @Test
    void givenAKnownIdentifierAtAnotherPosition_whenStored_thenItIsAnotherEvent() {
        inbox.store(List.of(rain.event(0)));

        inbox.store(List.of(rain.event(1), rain.event(2, rain.id(0), Instant.now())));

        assertThat(stored()).containsExactly(rain.id(0), rain.id(1), rain.id(0));
    }

    @Test
    void givenAnIdentifierThatTheDatabaseCannotKeep_whenStored_thenTheBatchIsRefused() {
        for (String identifier : List.of("nul\0", "x".repeat(300))) {
            assertThatExceptionOfType(RefusedBatchException.class)
                    .isThrownBy(() -> inbox.store(List.of(rain.event(0, identifier, Instant.now()))));
        }
    }

    @Test
    void givenAnotherEventAtAPosition_whenStored_thenItIsRefusedAndNothingOfTheBatchIsStored() {
        inbox.store(List.of(rain.event(0)));
        DomainEventMessage<?> conflicting = rain.event(0, "another-" + rain.station, Instant.now());

        assertThatExceptionOfType(RefusedEventException.class)
                .isThrownBy(() -> inbox.store(List.of(rain.event(1), conflicting)))
                .withMessage("another event, " + rain.id(0) + ", is stored as " + rain.station + "/0");
        assertThat(stored()).containsExactly(rain.id(0));
    }

    @Test
    void givenTwoEventsForOnePositionInABatch_whenStored_thenTheSecondIsRefused() {
        DomainEventMessage<?> conflicting = rain.event(0, "another-" + rain.station, Instant.now());

        assertThatExceptionOfType(RefusedEventException.class)
                .isThrownBy(() -> inbox.store(List.of(rain.event(0), conflicting)));
        assertThat(stored()).isEmpty();
    }

    @Test
    void givenAnEventOfLastYear_whenStored_thenItHasTheTimeOfThisStoreAndKeepsThatOfItsOrigin() {
        inbox.store(List.of(rain.event(0, rain.id(0), LAST_YEAR)));

        DomainEventMessage<?> received = store.readEvents(rain.station).next();
        assertThat(received.getTimestamp()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(received.getMetaData()).containsEntry("origin-timestamp", "2025-07-01T12:00:00Z");
        assertThat(ForeignEvents.isElsewhere(received)).isTrue();
        assertThat(received.getPayload()).isEqualTo(new RainFell("Ulm", 1));
        assertThat(received.getType()).isEqualTo("Station");
        assertThat(received.getSequenceNumber()).isZero();
    }

    @Test
    void givenAnEventOfNoAggregate_whenItComesTwice_thenItIsStoredOnce() {
        String id = UUID.randomUUID().toString();
        EventMessage<?> event = new GenericEventMessage<>(id, new RainFell("Ulm", 1), Map.of(), Instant.now());

        inbox.store(List.of(event, event));
        inbox.store(List.of(event));

        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM domain_event_entry WHERE event_identifier = ?", Long.class, id))
                .isOne();
    }

    @Test
    void aPayloadIsJsonThatCanBeReadWithPlainSql() {
        inbox.store(List.of(rain.event(0)));

        assertThat(jdbc.queryForObject(
                        "SELECT convert_from(payload, 'UTF8') FROM domain_event_entry WHERE aggregate_identifier = ?",
                        String.class,
                        rain.station))
                .isEqualTo("{\"place\":\"Ulm\",\"millimetres\":1}");
    }

    @Test
    void aTransactionOfTheServiceEndsAfterTwentySeconds() {
        assertThat(jdbc.queryForObject("SHOW transaction_timeout", String.class))
                .isEqualTo("20s");
    }

    private List<String> stored() {
        return store.readEvents(rain.station)
                .asStream()
                .<String>map(EventMessage::getIdentifier)
                .toList();
    }
}
