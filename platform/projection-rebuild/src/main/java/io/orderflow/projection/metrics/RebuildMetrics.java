package io.orderflow.projection.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;
import io.orderflow.projection.Rebuild;
import io.orderflow.projection.RebuildableProjection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Of each read model's last rebuild: {@code orderflow.rebuild.running} and {@code orderflow.rebuild.failed}, 1 or 0, and
 * {@code orderflow.rebuild.progress.ratio}, which is not a number if there was none.
 */
final class RebuildMetrics extends SampledMetrics<Map<String, Rebuild>> {

    private final List<RebuildableProjection> projections;

    RebuildMetrics(List<RebuildableProjection> projections) {
        super("rebuild-metrics");
        this.projections = List.copyOf(projections);
    }

    /** The last rebuild of each read model that has had one. */
    @Override
    protected Map<String, Rebuild> sample() {
        Map<String, Rebuild> rebuilds = new HashMap<>();
        projections.forEach(
                projection -> projection.lastRebuild().ifPresent(last -> rebuilds.put(projection.name(), last)));
        return rebuilds;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        projections.forEach(projection -> {
            String name = projection.name();
            gauge("orderflow.rebuild.running", name, 0, last -> is(last, Rebuild.State.RUNNING))
                    .description("1 while the read model is being built again")
                    .register(registry);
            gauge("orderflow.rebuild.failed", name, 0, last -> is(last, Rebuild.State.FAILED))
                    .description("1 if the last rebuild of the read model has failed")
                    .register(registry);
            gauge("orderflow.rebuild.progress.ratio", name, Double.NaN, last -> last.percent() / 100)
                    .description("How much of the last rebuild is done, 0 to 1")
                    .register(registry);
        });
    }

    private Gauge.Builder<?> gauge(String name, String projection, double none, ToDoubleFunction<Rebuild> value) {
        return Gauge.builder(
                        name,
                        () -> latest(rebuilds -> rebuilds.containsKey(projection)
                                ? value.applyAsDouble(rebuilds.get(projection))
                                : none))
                .tag("projection", projection);
    }

    private static double is(Rebuild rebuild, Rebuild.State state) {
        return rebuild.state() == state ? 1 : 0;
    }
}
