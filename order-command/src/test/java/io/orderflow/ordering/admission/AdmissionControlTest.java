package io.orderflow.ordering.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.ordering.deadline.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Orders that are pending until they are said to have ended. */
class AdmissionControlTest {

    private static final int FAR_TOO_MANY = 2_000;

    private final AtomicInteger placed = new AtomicInteger();
    private int ended;
    private boolean answered = true;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource time = () -> now;
    private final AdmissionControl admission = new AdmissionControl(
            () -> new Backlog(placed.get() - ended, ended), () -> answered, time.withZone(ZoneOffset.UTC));

    @Test
    void oneOrderAfterTheOtherIsPlacedAtOnce() {
        for (int order = 0; order < FAR_TOO_MANY; order++) {
            place();
            ended++;
            measure();
        }

        assertThat(placed).hasValue(FAR_TOO_MANY);
    }

    @Test
    void whenTooManyArePendingOneIsToldToComeAgainAndIsNotPlaced() {
        int accepted = placeUntilRefused();

        assertThat(placed).hasValue(accepted);
        assertThatThrownBy(this::place)
                .isInstanceOfSatisfying(
                        TooMuchWaitsException.class,
                        e -> assertThat(e.retryAfterSeconds()).isPositive());
    }

    @Test
    void whoWaitsIsLetInWhenOthersHaveEnded() throws Exception {
        placeUntilRefused();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(this::placeWithPatience);

        ended = placed.get();
        while (!waiting.isDone()) {
            measure();
        }

        assertThat(waiting).isCompleted();
    }

    @Test
    void whileNobodyAnswersOrdersAreAcceptedForAMinute() {
        int usual = placeUntilRefused();
        answered = false;

        measure();
        int more = placeUntilRefused();
        assertThat(more).isGreaterThan(usual);

        now = now.plus(Duration.ofSeconds(61));
        measure();
        assertThat(placeUntilRefused()).isZero();
    }

    @Test
    void afterAnOutageItsOrdersEndFirst() {
        answered = false;
        placeUntilRefused();
        measure();
        placeUntilRefused();
        answered = true;

        measure();
        assertThat(placeUntilRefused()).isZero();

        ended = placed.get();
        measure();
        assertThat(placeUntilRefused()).isPositive();
    }

    @Test
    void ordersThatEndByBeingCancelledDoNotMakeALongOutageANewOne() {
        int usual = placeUntilRefused();
        answered = false;
        measure();
        placeUntilRefused();

        now = now.plus(Duration.ofMinutes(6));
        ended = placed.get();
        measure();
        placeUntilRefused();
        now = now.plus(Duration.ofSeconds(10));
        measure();

        assertThat(placeUntilRefused()).isLessThanOrEqualTo(usual);
    }

    @Test
    void eachOutageHasItsOwnMinute() {
        int usual = placeUntilRefused();
        answered = false;
        measure();
        placeUntilRefused();
        answered = true;
        ended = placed.get();
        measure();

        now = now.plus(Duration.ofHours(1));
        answered = false;
        placeUntilRefused();
        measure();

        assertThat(placeUntilRefused()).isGreaterThan(usual);
    }

    @Test
    void aPlacementThatFailsKeepsNoPlace() {
        for (int order = 0; order < FAR_TOO_MANY; order++) {
            assertThatThrownBy(() -> admission.admit(() -> {
                        throw new IllegalStateException("no database");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            measure();
        }
    }

    private void place() {
        admission.admit(placed::incrementAndGet);
    }

    private void placeWithPatience() {
        boolean done = false;
        while (!done) {
            try {
                place();
                done = true;
            } catch (TooMuchWaitsException e) {
                // Comes again.
            }
        }
    }

    private int placeUntilRefused() {
        int before = placed.get();
        try {
            while (placed.get() - before < FAR_TOO_MANY) {
                place();
            }
        } catch (TooMuchWaitsException e) {
            return placed.get() - before;
        }
        throw new AssertionError("nobody was refused");
    }

    private void measure() {
        now = now.plusMillis(200);
        admission.run();
    }
}
