package io.orderflow.ordering.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.ordering.fulfilment.Outcomes.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

class MeasuredOutcomesTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeasuredOutcomes outcomes = new MeasuredOutcomes(registry, Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void ordersThatEndAreCountedByTheirOutcomeAndTimed() {
        inTransaction(() -> {
            outcomes.ended(Outcome.CONFIRMED, NOON.minusMillis(300));
            outcomes.ended(Outcome.CONFIRMED, NOON.minusMillis(40));
            outcomes.ended(Outcome.REJECTED, NOON.minusMillis(40));
            outcomes.ended(Outcome.UNANSWERED, NOON.minusSeconds(31));
        });

        assertThat(confirmed()).isEqualTo(2);
        assertThat(cancelled("rejected")).isEqualTo(1);
        assertThat(cancelled("unanswered")).isEqualTo(1);
        assertThat(completion().count()).isEqualTo(4);
        assertThat(completion().max(TimeUnit.SECONDS)).isEqualTo(31);
        assertThat(within(Duration.ofMillis(50))).isEqualTo(2);
        assertThat(within(Duration.ofMillis(500))).isEqualTo(3);
        assertThat(within(Duration.ofMinutes(1))).isEqualTo(4);
    }

    @Test
    void anOrderThatHadEndedBeforeIsNotCounted() {
        inTransaction(() -> outcomes.ended(Outcome.CONFIRMED, null));

        assertThat(confirmed()).isZero();
    }

    @Test
    void anOrderThatItsCustomerCancelsIsCounted_andTimedOnce() {
        inTransaction(() -> outcomes.ended(Outcome.CONFIRMED, NOON.minusMillis(40)));
        inTransaction(() -> outcomes.add(null)); // that one
        inTransaction(() -> outcomes.add(NOON.minusMillis(300)));

        assertThat(confirmed()).isEqualTo(1);
        assertThat(cancelled("customer")).isEqualTo(2);
        assertThat(completion().count()).isEqualTo(2);
    }

    @Test
    void anOrderIsNotCountedIfItsTransactionFails() {
        inTransaction(() -> {
            outcomes.ended(Outcome.CONFIRMED, NOON);
            CurrentUnitOfWork.get().onCommit(committing -> {
                throw new IllegalStateException("the database is gone");
            });
        });

        assertThat(confirmed()).isZero();
        assertThat(completion().count()).isZero();
    }

    private double confirmed() {
        return registry.get("orderflow.orders.confirmed").counter().count();
    }

    private double cancelled(String reason) {
        return registry.get("orderflow.orders.cancelled")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private Timer completion() {
        return registry.get("orderflow.orders.completion").timer();
    }

    private double within(Duration limit) {
        return Arrays.stream(completion().takeSnapshot().histogramCounts())
                .filter(bucket -> bucket.bucket(TimeUnit.MILLISECONDS) == limit.toMillis())
                .mapToDouble(CountAtBucket::count)
                .findFirst()
                .orElseThrow();
    }

    private static void inTransaction(Runnable work) {
        DefaultUnitOfWork.startAndGet(null).executeWithResult(() -> {
            work.run();
            return null;
        });
    }
}
