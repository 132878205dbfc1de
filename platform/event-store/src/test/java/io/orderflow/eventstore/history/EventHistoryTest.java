package io.orderflow.eventstore.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class EventHistoryTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final long NEWEST = Long.MAX_VALUE;

    private final StoredEvents ulm = new StoredEvents();

    @Autowired
    private EventHistory history;

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
    void anAggregatesEventsComeInPages_theNewestFirst() {
        store.publish(ulm.event(0), ulm.event(1), new StoredEvents().event(0), ulm.event(2));

        List<RecordedEvent> page = history.newestOf(ulm.station, NEWEST, 2);

        assertThat(page).extracting(RecordedEvent::sequence).containsExactly(2L, 1L);
        assertThat(history.newestOf(ulm.station, 1, 2))
                .extracting(RecordedEvent::sequence)
                .containsExactly(0L);
        assertThat(history.newestOf(ulm.station, 0, 2)).isEmpty();
    }

    @Test
    void anEventSaysWhatHappenedWhenAndToWhom() {
        Instant noon = Instant.parse("2026-07-01T12:00:00.123Z");
        store.publish(ulm.event(0, ulm.id(0), noon));

        assertThat(history.newestOf(ulm.station, NEWEST, 1)).singleElement().satisfies(event -> {
            assertThat(event.eventId()).isEqualTo(ulm.id(0));
            assertThat(event.type()).isEqualTo("RainFell");
            assertThat(event.at()).isEqualTo(noon);
            assertThat(event.aggregate()).isEqualTo(ulm.station);
            assertThat(event.data()).isEqualTo(new RainFell("Ulm", 1));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "00-" + TRACE_ID + "-00f067aa0ba902b7-01, " + TRACE_ID,
        "cc-" + TRACE_ID + "-00f067aa0ba902b7-01-more, " + TRACE_ID,
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01,",
        "<script>,"
    })
    void anEventSaysItsTrace_ifItHasOne(String traceparent, String traceId) {
        store.publish(rain(1, Map.of("traceparent", traceparent)));

        assertThat(history.newestOf(ulm.station, NEWEST, 1))
                .singleElement()
                .extracting(RecordedEvent::traceId)
                .isEqualTo(traceId);
    }

    @Test
    void anEventThatThisReleaseDoesNotKnowIsShownAsItIsStored() {
        store.publish(ulm.event(0));
        jdbc.update(
                "UPDATE domain_event_entry SET payload_type = 'HailFell' WHERE aggregate_identifier = ?", ulm.station);

        assertThat(history.newestOf(ulm.station, NEWEST, 1)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("HailFell");
            assertThat(((JsonNode) event.data()).path("place").asString()).isEqualTo("Ulm");
        });
        jdbc.update(
                "UPDATE domain_event_entry SET payload_type = 'RainFell' WHERE aggregate_identifier = ?", ulm.station);
    }

    @Test
    void eventsAreFoundByWhatTheySay_betweenTwoPlaces() {
        for (int millimetres : new int[] {71, 7, 8, 7, 7}) {
            store.publish(rain(millimetres, Map.of()));
        }
        store.publish(ulm.event(5));
        List<RecordedEvent> newest = history.newestOf(ulm.station, NEWEST, 10);
        long first = newest.get(5).place();
        long last = newest.get(0).place();

        assertThat(found(first, last, 10)).containsExactly(1L, 3L, 4L);
        assertThat(found(first, last, 2)).containsExactly(1L, 3L);
        assertThat(found(newest.get(4).place(), newest.get(1).place(), 10)).containsExactly(3L);
        assertThat(history.between(first, last, "Volcano", "millimetres", 7, 10))
                .isEmpty();
    }

    private List<Long> found(long after, long before, int limit) {
        return history.between(after, before, "Station", "millimetres", 7, limit).stream()
                .map(RecordedEvent::sequence)
                .toList();
    }

    private int next;

    private DomainEventMessage<?> rain(int millimetres, Map<String, ?> metaData) {
        int sequence = next++;
        return new GenericDomainEventMessage<>(
                "Station",
                ulm.station,
                sequence,
                new RainFell("Ulm", millimetres),
                metaData,
                ulm.id(sequence),
                Instant.now());
    }
}
