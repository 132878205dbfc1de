package io.orderflow.notification.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.StockRanOut;
import io.orderflow.api.StockReserved;
import io.orderflow.notification.wording.Notification;
import io.orderflow.relay.inbox.RefusedEventException;
import io.orderflow.relay.wire.EventRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class NotificationProjectionTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.123Z");
    private static final String LONGEST_REASON = "x".repeat(1_000_000 - "Order 1 has been cancelled: ".length());

    private final MongoOfTests mongo = new MongoOfTests();
    private final NotificationCollection notifications =
            new NotificationCollection(mongo.operations(), "notifications");
    private final NotificationProjection sink = new NotificationProjection(notifications);

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void givenEvents_whenStored_thenEachHasANotificationUnderItsIdWithItsTime() {
        sink.store(List.of(
                event("e1", new OrderConfirmed(1), NOON),
                event("e2", new StockRanOut(3, "Keyboard"), NOON.plusMillis(1))));

        assertThat(notifications.list(null, 0, 10))
                .containsExactly(
                        new Notification(
                                "e2",
                                null,
                                3L,
                                "out_of_stock",
                                "Product 3 (Keyboard) is out of stock",
                                NOON.plusMillis(1)),
                        new Notification("e1", 1L, null, "confirmed", "Order 1 has been confirmed", NOON));
    }

    @Test
    void givenEventsThatNobodyIsToldOf_whenStored_thenTheyPass() {
        sink.store(List.of(
                event("e1", new StockReserved(1, 1, 1), NOON),
                event("e2", new OrderConfirmed(1), NOON),
                event("e3", "of another system", NOON)));

        assertThat(notifications.list(null, 0, 10)).extracting(Notification::id).containsExactly("e2");
    }

    @Test
    void givenABatch_whenItComesAgain_thenNothingChanges() {
        List<EventMessage<?>> batch =
                List.of(event("e1", new OrderConfirmed(1), NOON), event("e2", new OrderCancelled(2, "no stock"), NOON));
        sink.store(batch);
        List<Notification> before = notifications.list(null, 0, 10);

        sink.store(batch);

        assertThat(notifications.list(null, 0, 10)).isEqualTo(before).hasSize(2);
    }

    @Test
    void givenEventsOfWhichSomeAreStored_thenTheOthersAreMissing() {
        sink.store(List.of(event("e1", new OrderConfirmed(1), NOON)));
        EventRef stored = new EventRef("e1", "order-1", 2);
        EventRef other = new EventRef("e2", "order-2", 2);

        assertThat(sink.missing(List.of(stored, other))).containsExactly(other);
    }

    @Test
    void givenABatchOfWhichAPartIsStored_whenItComesAgain_thenTheRestIsAdded() {
        sink.store(List.of(event("e2", new OrderCancelled(2, "no stock"), NOON)));

        sink.store(List.of(
                event("e1", new OrderConfirmed(1), NOON), event("e2", new OrderCancelled(2, "no stock"), NOON)));

        assertThat(notifications.list(null, 0, 10)).extracting(Notification::id).containsExactly("e2", "e1");
    }

    @Test
    void givenAnEventTwiceInABatch_whenStored_thenOneNotification() {
        EventMessage<?> event = event("e1", new OrderConfirmed(1), NOON);

        sink.store(List.of(event, event));

        assertThat(notifications.list(null, 0, 10)).extracting(Notification::id).containsExactly("e1");
    }

    @Test
    void givenAReasonWithoutEnd_whenStored_thenTheEventIsRefusedAndTheBatchCanGoOnWithoutIt() {
        EventMessage<?> good = event("e1", new OrderConfirmed(1), NOON);
        EventMessage<?> endless = event("e2", new OrderCancelled(1, LONGEST_REASON + "x"), NOON);

        assertThatThrownBy(() -> sink.store(List.of(good, endless)))
                .isInstanceOf(RefusedEventException.class)
                .hasMessage("its notification would be longer than 1000000 characters");
        assertThat(notifications.list(null, 0, 10)).isEmpty();

        sink.store(List.of(good));
        assertThat(notifications.list(null, 0, 10)).extracting(Notification::id).containsExactly("e1");
    }

    @Test
    void givenTheLongestReason_whenStored_thenItIsToldInFull() {
        sink.store(List.of(event("e1", new OrderCancelled(1, LONGEST_REASON), NOON)));

        assertThat(notifications.listOfOrder(null, 1))
                .singleElement()
                .extracting(Notification::message)
                .asString()
                .endsWith(LONGEST_REASON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void givenATimeBeyondAllTimes_whenStored_thenTheEventIsRefused(String time) {
        EventMessage<?> event = event("e1", new OrderConfirmed(1), Instant.parse(time));

        assertThatThrownBy(() -> sink.store(List.of(event)))
                .isInstanceOf(RefusedEventException.class)
                .hasMessageContaining("its time, ")
                .hasMessageContaining("cannot be stored");
        assertThat(notifications.list(null, 0, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 0, Long.MAX_VALUE})
    void givenAnyOtherTime_whenStored_thenItIsKept(long millis) {
        sink.store(List.of(event("e1", new OrderConfirmed(1), Instant.ofEpochMilli(millis))));

        assertThat(notifications.list(null, 0, 10))
                .singleElement()
                .extracting(Notification::createdAt)
                .isEqualTo(Instant.ofEpochMilli(millis));
    }

    @Test
    void givenAServerThatIsAway_whenStored_thenTheEventsAreNotRefusedButTriedAgain() {
        mongo.stop();

        assertThatThrownBy(() -> sink.store(List.of(event("e1", new OrderConfirmed(1), NOON))))
                .isInstanceOf(DataAccessException.class);
    }

    private static EventMessage<?> event(String id, Object payload, Instant happenedAt) {
        return new GenericEventMessage<>(id, payload, Map.of(), happenedAt);
    }
}
