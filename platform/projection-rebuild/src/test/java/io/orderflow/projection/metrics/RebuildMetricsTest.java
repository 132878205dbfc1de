package io.orderflow.projection.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.RebuildableProjection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildMetricsTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final RebuildableProjection stations = mock(RebuildableProjection.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private RebuildMetrics metrics;

    @BeforeEach
    void bind() {
        when(stations.name()).thenReturn("stations");
        metrics = new RebuildMetrics(List.of(stations));
        metrics.bindTo(registry);
    }

    @Test
    void aRebuildThatRunsSaysHowFarItIs() {
        last(new Rebuild(1, Rebuild.State.RUNNING, 250, 1_000, NOON, null, null));

        assertThat(valueOf("running")).isEqualTo(1);
        assertThat(valueOf("failed")).isZero();
        assertThat(valueOf("progress.ratio")).isEqualTo(0.25);
    }

    @Test
    void aRebuildThatHasFailedSaysSoUntilTheNext() {
        last(new Rebuild(1, Rebuild.State.FAILED, 250, 1_000, NOON, NOON, "an event cannot be handled"));
        assertThat(valueOf("running")).isZero();
        assertThat(valueOf("failed")).isEqualTo(1);

        last(new Rebuild(2, Rebuild.State.FINISHED, 1_000, 1_000, NOON, NOON, null));
        assertThat(valueOf("running")).isZero();
        assertThat(valueOf("failed")).isZero();
        assertThat(valueOf("progress.ratio")).isEqualTo(1);
    }

    @Test
    void aReadModelThatWasNeverBuiltAgainHasNoProgress() {
        last(null);

        assertThat(valueOf("running")).isZero();
        assertThat(valueOf("failed")).isZero();
        assertThat(valueOf("progress.ratio")).isNaN();
    }

    private void last(Rebuild rebuild) {
        when(stations.lastRebuild()).thenReturn(Optional.ofNullable(rebuild));
        metrics.look();
    }

    private double valueOf(String gauge) {
        return registry.get("orderflow.rebuild." + gauge)
                .tag("projection", "stations")
                .gauge()
                .value();
    }
}
