package io.orderflow.ordering.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.ordering.OrderDatabase;
import io.orderflow.ordering.order.CancellationReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

class OrderStatisticsTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    @RegisterExtension
    private static final OrderDatabase database = OrderDatabase.latest();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final EventStore store = mock(EventStore.class);
    private final Clock clock = mock(Clock.class);
    private final ProcessorPositions positions = new ProcessorPositions(mock(Serializer.class), jdbc);
    private final OrderStatistics statistics = new OrderStatistics(store, positions, jdbc, clock);

    @BeforeEach
    void begin() {
        jdbc.execute("TRUNCATE domain_event_entry");
        when(store.createTokenAt(any())).thenReturn(new GlobalSequenceTrackingToken(0));
    }

    @Test
    void ordersCountWhenTheyArePlaced_andWhenTheyEnd() {
        placed(1, 0);
        placed(2, 1);
        confirmed(1, 2);
        confirmed(2, 6.5);
        now(11);

        assertThat(since(0))
                .extracting(OrderBucket::at, OrderBucket::placed, OrderBucket::confirmed)
                .containsExactly(tuple(NOON, 2L, 1L), tuple(NOON.plusSeconds(5), 0L, 1L));
        assertThat(since(0)).extracting(OrderBucket::p50Seconds).containsExactly(2.0, 5.5);
    }

    @Test
    void cancelledOrdersCountByWhyTheyAre() {
        for (int order = 1; order <= 5; order++) {
            placed(order, 0);
        }
        cancelled(1, 1, 1, "insufficient stock for product 1 (requested 2, available 0)");
        cancelled(2, 1, 1, CancellationReason.noAnswerWithin(30));
        cancelled(3, 1, 1, CancellationReason.BY_CUSTOMER);
        cancelled(4, 1, 1, CancellationReason.BY_OPERATOR);
        now(7);

        assertThat(since(0).get(0).cancelled()).isEqualTo(new OrderBucket.Cancelled(1, 1, 2));
    }

    @Test
    void anOrderThatIsCancelledWhenItIsConfirmedCountsAsBoth_andTookUntilItWasConfirmed() {
        placed(1, 0);
        confirmed(1, 1);
        cancelled(1, 2, 3, CancellationReason.BY_CUSTOMER);
        now(7);

        OrderBucket bucket = since(0).get(0);
        assertThat(bucket.confirmed()).isOne();
        assertThat(bucket.cancelled().customer()).isOne();
        assertThat(bucket.p99Seconds()).isEqualTo(1.0);
    }

    @Test
    void ofAHundredOrders_halfAndNinetyNineWereNotSlower() {
        for (int order = 1; order <= 100; order++) {
            placed(order, 0);
            confirmed(order, order / 100.0);
        }
        now(7);

        assertThat(since(0).get(0).p50Seconds()).isEqualTo(0.5);
        assertThat(since(0).get(0).p99Seconds()).isEqualTo(0.99);
    }

    @Test
    void aBucketIsShownWhenItIsOver_alsoWhereNothingHappened() {
        placed(1, 6);
        now(5);
        assertThat(since(0)).isEmpty();

        now(10.9);
        assertThat(since(0)).containsExactly(OrderBucket.empty(NOON));

        now(16);
        assertThat(since(0)).extracting(OrderBucket::placed).containsExactly(0L, 1L, 0L);
    }

    @Test
    void whatWasAppendedLateIsCountedWhereItBelongs() {
        now(6);
        assertThat(since(0)).extracting(OrderBucket::placed).containsExactly(0L);

        placed(1, 4);
        now(20);

        assertThat(since(0)).extracting(OrderBucket::placed).containsExactly(1L, 0L, 0L);
    }

    @Test
    void oneWhoWatchesHasOnlyTheLatestEventsRead() {
        for (int second = 6; second <= 60; second += 5) {
            now(second);
            since(0);
        }
        placed(1, 59);
        now(66);

        assertThat(since(55)).extracting(OrderBucket::placed).containsExactly(1L, 0L);
        verify(store, atMost(7)).createTokenAt(any());
    }

    @Test
    void nothingIsReadAgainBeforeABucketIsOver() {
        placed(1, 0);
        now(6);
        List<OrderBucket> first = since(0);

        jdbc.execute("TRUNCATE domain_event_entry");
        now(10);

        assertThat(since(0)).isEqualTo(first);
    }

    @Test
    void fifteenMinutesAreShown_howeverLongAgoSomebodyAsked() {
        placed(1, 0);
        now(6);
        since(0);

        now(3_601);
        List<OrderBucket> buckets = since(0);

        assertThat(buckets).hasSize(180).extracting(OrderBucket::placed).containsOnly(0L);
        assertThat(buckets.get(0).at()).isEqualTo(NOON.plusSeconds(2_700));
    }

    private List<OrderBucket> since(int second) {
        return statistics.since(NOON.plusSeconds(second));
    }

    private void now(double second) {
        when(clock.instant()).thenReturn(at(second));
    }

    private void placed(int order, double second) {
        event(order, 0, second, "OrderPlaced", "{\"orderId\":%s}".formatted(order));
    }

    private void confirmed(int order, double second) {
        event(order, 1, second, "OrderConfirmed", "{\"orderId\":%s}".formatted(order));
    }

    private void cancelled(int order, int sequence, double second, String reason) {
        event(order, sequence, second, "OrderCancelled", "{\"orderId\":%s,\"reason\":\"%s\"}".formatted(order, reason));
    }

    private void event(int order, int sequence, double second, String type, String payload) {
        jdbc.update(
                "INSERT INTO domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier,"
                        + " time_stamp, payload_type, payload)"
                        + " VALUES ('order-' || ?, ?, 'Order', gen_random_uuid(), ?, ?, convert_to(?, 'UTF8'))",
                order,
                sequence,
                DateTimeUtils.formatInstant(at(second)),
                type,
                payload);
    }

    private static Instant at(double second) {
        return NOON.plus(Duration.ofMillis(Math.round(second * 1_000)));
    }
}
