package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orderflow.eventstore.sample.StoreApplication;
import io.orderflow.eventstore.sample.StoredEvents;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.transaction.EventTransactions;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What was stored once has to be readable for ever, so what is not is not stored. */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class UnreadableEventTest {

    private final StoredEvents rain = new StoredEvents();

    @Autowired
    private EventTransactions transactions;

    @Autowired
    @Qualifier("eventStore")
    private EventStore store;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void givenAnEventWithAMemberThatIsNull_whenPublished_thenItIsRefusedByNameAndNothingOfItsTransactionIsStored() {
        var nowhere = new GenericDomainEventMessage<>(
                "Station", rain.station, 1, new RainFell(null, 3), Map.of(), rain.id(1), Instant.now());

        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> transactions.execute(() -> store.publish(rain.event(0), nowhere)))
                .withMessageContainingAll("RainFell", rain.id(1), "place");

        assertThat(store.readEvents(rain.station).hasNext()).isFalse();
    }
}
