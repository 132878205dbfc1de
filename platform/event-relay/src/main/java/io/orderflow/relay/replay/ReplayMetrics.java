package io.orderflow.relay.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;

/**
 * How much history this service has still to send, as {@code orderflow.replay.running} and
 * {@code orderflow.replay.remaining.events}.
 */
final class ReplayMetrics extends SampledMetrics<ReplayBacklog> {

    private final ReplayRepository replays;

    ReplayMetrics(ReplayRepository replays) {
        super("replay-metrics");
        this.replays = replays;
    }

    @Override
    protected ReplayBacklog sample() {
        return replays.backlog();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orderflow.replay.running", () -> latest(ReplayBacklog::replays))
                .description("Replays of this service's history that have not ended")
                .register(registry);
        Gauge.builder("orderflow.replay.remaining.events", () -> latest(ReplayBacklog::events))
                .description("Events, about, that they have still to send")
                .register(registry);
    }
}
