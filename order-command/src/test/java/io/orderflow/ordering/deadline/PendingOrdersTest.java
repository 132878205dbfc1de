package io.orderflow.ordering.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class PendingOrdersTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final FulfilmentProgressRepository progress = mock(FulfilmentProgressRepository.class);
    private final WaitingOrderRepository waiting = mock(WaitingOrderRepository.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PendingOrders pending = new PendingOrders(progress, waiting);

    @BeforeEach
    void threeOrdersArePending() {
        when(progress.backlog()).thenReturn(new Backlog(3, 7));
        when(waiting.oldest()).thenReturn(Optional.of(NOON.minusSeconds(12)));
        when(waiting.now()).thenReturn(NOON);
        pending.bindTo(registry);
    }

    @Test
    void theyAreCountedAndTheAgeOfTheOldestIsKnown() {
        pending.look();

        assertThat(valueOf("orderflow.orders.pending")).isEqualTo(3);
        assertThat(valueOf("orderflow.orders.pending.oldest.seconds")).isEqualTo(12);
    }

    @Test
    void whileNoneIsPendingTheOldestHasNoAge() {
        when(progress.backlog()).thenReturn(new Backlog(0, 10));
        when(waiting.oldest()).thenReturn(Optional.empty());

        pending.look();

        assertThat(valueOf("orderflow.orders.pending")).isZero();
        assertThat(valueOf("orderflow.orders.pending.oldest.seconds")).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsKnown() {
        pending.look();
        when(progress.backlog()).thenThrow(new DataAccessResourceFailureException("the database is gone"));

        pending.look();

        assertThat(valueOf("orderflow.orders.pending")).isNaN();
        assertThat(valueOf("orderflow.orders.pending.oldest.seconds")).isNaN();
    }

    private double valueOf(String gauge) {
        return registry.get(gauge).gauge().value();
    }
}
