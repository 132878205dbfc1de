package io.orderflow.eventstore.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.transaction.EventTransactions;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A snapshot that another release has taken is passed over, and the aggregate is read from its events. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
@Import({SnapshotRevisionTest.Station.class, SnapshotRevisionTest.Snapshots.class})
class SnapshotRevisionTest {

    private static final int IN_EVENTS = 3;
    private static final int IN_SNAPSHOT = 700;

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    private EventTransactions transactions;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @Autowired
    private CommandGateway commands;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @ParameterizedTest
    @CsvSource({"1," + IN_EVENTS, "2," + IN_SNAPSHOT, "3," + IN_EVENTS})
    void givenASnapshotOfARevision_whenACommandComes_thenItIsReadOnlyIfTheRevisionIsThatOfTheAggregate(
            String revision, int expected) {
        transactions.execute(() -> store.publish(rain.event(0), rain.event(1), rain.event(2)));
        storeSnapshot(revision);

        assertThat(commands.<Integer>sendAndWait(new AskMillimetres(rain.station)))
                .isEqualTo(expected);
    }

    private void storeSnapshot(String revision) {
        jdbc.update(
                "INSERT INTO snapshot_event_entry VALUES (?, 2, 'Station', gen_random_uuid(), '2026-07-01T12:00:00Z',"
                        + " ?, ?, ?, ?)",
                rain.station,
                Station.class.getName(),
                revision,
                "{\"id\":\"%s\",\"millimetres\":%s}"
                        .formatted(rain.station, IN_SNAPSHOT)
                        .getBytes(UTF_8),
                "{}".getBytes(UTF_8));
    }

    record AskMillimetres(@TargetAggregateIdentifier String station) {}

    static class Snapshots {

        @Bean
        SnapshotTriggerDefinition stationSnapshots(Snapshotter snapshotter) {
            return new EventCountSnapshotTriggerDefinition(snapshotter, 1_000);
        }
    }

    @Aggregate(snapshotTriggerDefinition = "stationSnapshots")
    @Revision("2")
    static class Station {

        @AggregateIdentifier
        @SuppressWarnings("UnusedVariable") // by Axon
        private String id;

        private int millimetres;

        protected Station() {}

        @CommandHandler
        int decide(AskMillimetres command) {
            return millimetres;
        }

        @EventSourcingHandler
        void evolve(RainFell event, DomainEventMessage<?> message) {
            id = message.getAggregateIdentifier();
            millimetres += event.millimetres();
        }
    }
}
