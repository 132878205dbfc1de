package io.orderflow.notification.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.notification.wording.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class NotificationTailTest {

    private static final String NAME = "notifications";

    private final MongoOfTests mongo = new MongoOfTests();
    private final AtomicLong nanoTime = new AtomicLong();
    private final ArrivalNumbers numbers = new ArrivalNumbers(mongo.operations(), nanoTime::get);
    private final NotificationCollection notifications = new NotificationCollection(mongo.operations(), NAME, numbers);
    private final NotificationTail tail = new NotificationTail(notifications, 0, nanoTime::get);

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void eachComesOnce_asTheyArrived() {
        assertThat(numbers.last()).isZero();
        add("e2", "e1");
        assertThat(next(1)).containsExactly("e2");
        add("e0");

        assertThat(next(10)).containsExactly("e1", "e0");
        assertThat(next(10)).isEmpty();
        assertThat(numbers.last()).isEqualTo(3);
    }

    @Test
    void whoBeginsLaterGetsWhatArrivesThen() {
        add("e1");
        NotificationTail later = new NotificationTail(notifications, numbers.last(), nanoTime::get);
        add("e2");

        assertThat(ids(later.next(10))).containsExactly("e2");
    }

    @Test
    void whatAnotherInstanceStoresLateIsNotMissed() {
        numbers.draw(2); // by an instance that has not written yet
        add("e3");
        List<NotificationTail.Placed> first = tail.next(10);
        assertThat(ids(first)).containsExactly("e3");
        assertThat(first.get(0).gaps()).containsExactly(1L, 2L);

        write("e2", 2);

        List<NotificationTail.Placed> filled = tail.next(10);
        assertThat(ids(filled)).containsExactly("e2");
        assertThat(filled.get(0).place()).isEqualTo(2);
        assertThat(filled.get(0).last()).isEqualTo(3);
        assertThat(filled.get(0).gaps()).containsExactly(1L);
    }

    @Test
    void whatIsStoredTooLateToBeWaitedForComesUnderALaterNumber() {
        NotificationCollection suspended = new NotificationCollection(
                mongo.operations(),
                NAME,
                new ArrivalNumbers(mongo.operations(), suspendedFor(ArrivalNumbers.LONGEST_WRITE)));
        suspended.addMissing(List.of(notification("e1")));

        List<NotificationTail.Placed> placed = tail.next(10);

        assertThat(ids(placed)).containsExactly("e1");
        assertThat(placed.get(0).place()).isEqualTo(2);
    }

    @Test
    void whatComesAgainIsToldAgain_asTheFirstTryMayHaveBeenTooLate() {
        add("e1");
        next(10);
        add("e1", "e2");

        assertThat(next(10)).containsExactlyInAnyOrder("e1", "e2");
        assertThat(notifications.list(null, 0, 10)).hasSize(2);
    }

    @Test
    void whatHasBeenThereForLongIsNotToldAgain() {
        add("e1", "e2");
        next(10);
        mongo.operations()
                .updateMulti(
                        new Query(),
                        Update.update(NotificationDocument.NUMBERED_AT, Instant.parse("2026-07-01T12:00:00Z")),
                        NAME);

        add("e1", "e2");
        add("e1", "e2");
        add("e1", "e3");

        assertThat(next(10)).containsExactly("e3");
        assertThat(numbers.last())
                .as("as those of the first batch alone are wasted")
                .isEqualTo(5);
    }

    @Test
    void howManyNumbersAreMissing_noMoreAreToldThanAnIdHasRoomFor() {
        numbers.draw(50_000);
        add("e1");

        assertThat(tail.next(10).get(0).gaps()).hasSize(51);
    }

    @Test
    void aNumberThatNobodyHasWrittenForLongIsGivenUp() {
        numbers.draw(1);
        add("e2");
        next(10);

        nanoTime.addAndGet(ArrivalNumbers.LONGEST_WRITE.toNanos());
        add("e3");
        assertThat(tail.next(10).get(0).gaps()).containsExactly(1L);

        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        add("e4");
        assertThat(tail.next(10).get(0).gaps()).isEmpty();
    }

    @Test
    void whatARebuildHasWrittenHasNotArrived() {
        new NotificationCollection(mongo.operations(), NAME).addMissing(List.of(notification("e1")));

        assertThat(tail.next(10)).isEmpty();
        assertThat(notifications.list(null, 0, 10)).hasSize(1);
    }

    private static java.util.function.LongSupplier suspendedFor(Duration time) {
        List<Long> readings = new ArrayList<>(List.of(0L, time.toNanos()));
        return () -> readings.size() > 1 ? readings.remove(0) : readings.get(0);
    }

    private void add(String... ids) {
        notifications.addMissing(
                Stream.of(ids).map(NotificationTailTest::notification).toList());
    }

    private void write(String id, long arrival) {
        Notification written = notification(id);
        mongo.operations()
                .insert(
                        new NotificationDocument(
                                id,
                                1L,
                                null,
                                written.status(),
                                written.message(),
                                written.createdAt(),
                                null,
                                arrival,
                                Instant.now()),
                        NAME);
    }

    private List<String> next(int limit) {
        return ids(tail.next(limit));
    }

    private static List<String> ids(List<NotificationTail.Placed> placed) {
        return placed.stream().map(each -> each.notification().id()).toList();
    }

    private static Notification notification(String id) {
        return new Notification(
                id, 1L, null, "confirmed", "Order 1 is confirmed", Instant.parse("2026-07-01T12:00:00Z"));
    }
}
