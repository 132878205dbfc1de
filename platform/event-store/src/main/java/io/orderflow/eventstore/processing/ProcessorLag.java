package io.orderflow.eventstore.processing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;
import jakarta.annotation.Nullable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.axonframework.config.EventProcessingConfiguration;

/**
 * Says how far each processor is behind the store, whichever instance of the service runs it, as
 * {@code orderflow.processor.behind.events}, in places of the store, of which some may hold no event, and
 * {@code orderflow.processor.behind.seconds}, the age of the first event that it has not handled.
 */
final class ProcessorLag extends SampledMetrics<Map<String, ProcessorLag.Lag>> {

    /** @param position null before the first event */
    record Lag(@Nullable Long position, long events, double seconds) {}

    private final EventProcessingConfiguration processing;
    private final ProcessorPositions positions;
    private final Clock clock;

    ProcessorLag(EventProcessingConfiguration processing, ProcessorPositions positions, Clock clock) {
        super("processor-lag");
        this.processing = processing;
        this.positions = positions;
        this.clock = clock;
    }

    /** The head first: a processor that is past it by the time it is asked has handled all that was there. */
    @Override
    protected Map<String, Lag> sample() {
        long head = positions.head();
        Map<String, Lag> lags = new HashMap<>();
        processing.eventProcessors().keySet().forEach(name -> lags.put(name, lagOf(name, head)));
        return lags;
    }

    private Lag lagOf(String processor, long head) {
        OptionalLong reached = positions.positionOf(processor);
        long position = reached.orElse(0);
        Long shown = reached.isPresent() ? (Long) position : null;
        return position >= head
                ? new Lag(shown, 0, 0)
                : new Lag(
                        shown,
                        head - position,
                        positions
                                .firstAfter(position)
                                .map(time ->
                                        Duration.between(time, clock.instant()).toMillis() / 1000.0)
                                .map(age -> Math.max(0, age))
                                .orElse(0.0));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        processing.eventProcessors().keySet().forEach(name -> {
            Gauge.builder(
                            "orderflow.processor.behind.events",
                            () -> latest(lags -> lags.get(name).events()))
                    .description("Events that the processor has not handled yet")
                    .tag("processor", name)
                    .register(registry);
            Gauge.builder(
                            "orderflow.processor.behind.seconds",
                            () -> latest(lags -> lags.get(name).seconds()))
                    .description("Age of the first event that the processor has not handled yet")
                    .tag("processor", name)
                    .register(registry);
        });
    }
}
