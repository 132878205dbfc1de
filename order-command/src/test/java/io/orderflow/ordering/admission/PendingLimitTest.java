package io.orderflow.ordering.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.ordering.deadline.Backlog;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PendingLimitTest {

    private static final Duration STEP = Duration.ofMillis(200);

    private final PendingLimit limit = new PendingLimit(Duration.ofSeconds(2));
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private long ended;

    @Test
    void asManyMayBePendingAsEndInTheTime() {
        pass(Duration.ofSeconds(10), 400, true);

        assertThat(limit.value()).isCloseTo(800, Percentage.withPercentage(5));
    }

    @Test
    void itFollowsASystemThatBecomesSlower() {
        pass(Duration.ofSeconds(10), 400, true);
        pass(Duration.ofSeconds(10), 50, true);

        assertThat(limit.value()).isCloseTo(100, Percentage.withPercentage(5));
    }

    @Test
    void fewOrdersDoNotLowerIt() {
        pass(Duration.ofSeconds(10), 400, true);
        long before = limit.value();

        pass(Duration.ofSeconds(60), 3, false);

        assertThat(limit.value()).isEqualTo(before);
    }

    @Test
    void anOutageDoesNotMakeItNothing() {
        pass(Duration.ofSeconds(10), 400, true);
        pass(Duration.ofSeconds(60), 0, true);

        assertThat(limit.value()).isGreaterThanOrEqualTo(32);
    }

    @Test
    void itTellsHowLongABacklogTakes() {
        pass(Duration.ofSeconds(10), 400, true);

        assertThat(limit.secondsFor(4_000)).isEqualTo(10);
    }

    @Test
    void whereNothingHasEndedABacklogTakesSomeSeconds() {
        assertThat(limit.secondsFor(4_000)).isEqualTo(2);
    }

    private void pass(Duration time, int endedPerSecond, boolean lacking) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            now = now.plus(STEP);
            ended += endedPerSecond * STEP.toMillis() / 1000;
            limit.measure(new Backlog(0, ended), lacking, now);
        }
    }
}
