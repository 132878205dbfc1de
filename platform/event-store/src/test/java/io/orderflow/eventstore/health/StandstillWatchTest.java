package io.orderflow.eventstore.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class StandstillWatchTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final Map<String, String> reasons = new HashMap<>();
    private final Clock clock = mock(Clock.class);
    private final StandstillWatch watch = new StandstillWatch(() -> reasons, clock);

    @Test
    void givenAPartStandsStill_thenItIsKnownSinceWhen_whateverTheReasonIsByNow() {
        at(NOON);
        reasons.put("relay", "the broker is away");
        watch.look();

        at(NOON.plusSeconds(90));
        reasons.put("relay", "the broker refuses");

        assertThat(watch.look()).containsExactly(Map.entry("relay", new Standstill("the broker refuses", NOON)));
        assertThat(watch.look().get("relay").seconds(NOON.plusSeconds(90))).isEqualTo(90);
    }

    @Test
    void givenAPartWentOnMeanwhile_thenItStandsStillAnew() {
        at(NOON);
        reasons.put("relay", "the broker is away");
        watch.look();
        reasons.clear();
        assertThat(watch.look()).isEmpty();

        at(NOON.plusSeconds(90));
        reasons.put("relay", "the broker is away");

        assertThat(watch.look().get("relay").since()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void healthSaysWhatStandsStillAndSinceWhenTheFirstOfItDoes() {
        assertThat(DegradedHealth.of(watch.look()).getStatus()).isEqualTo(Status.UP);
        at(NOON);
        reasons.put("relay", "the broker is away");
        watch.look();
        at(NOON.plusSeconds(90));
        reasons.put("orders", "an event cannot be read");

        Health health = DegradedHealth.of(watch.look());

        assertThat(health.getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThat(health.getDetails())
                .containsEntry("since", "2026-07-01T12:00:00Z")
                .containsEntry("relay", "the broker is away")
                .containsEntry("orders", "an event cannot be read");
    }

    private void at(Instant now) {
        when(clock.instant()).thenReturn(now);
    }
}
