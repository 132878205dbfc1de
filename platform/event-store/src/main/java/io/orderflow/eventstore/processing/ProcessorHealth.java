package io.orderflow.eventstore.processing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.health.Standstill;
import io.orderflow.eventstore.health.StandstillWatch;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says which processors cannot get past an event, why, and since when; as a metric,
 * {@code orderflow.processor.failing} is 1 for each of them. Processors that another instance of the service runs are that
 * instance's to report.
 */
public final class ProcessorHealth implements HealthIndicator, MeterBinder {

    private final EventProcessingConfiguration processing;
    private final StandstillWatch watch = new StandstillWatch(this::problems, Clock.systemUTC());

    ProcessorHealth(EventProcessingConfiguration processing) {
        this.processing = processing;
    }

    /** To be called now and then, so that it is known since when a processor stands still, and not only since when it was asked. */
    boolean look() {
        watch.look();
        return false;
    }

    /** Why this instance's processor of that name cannot get past an event; empty while it can, or is not there. */
    public Optional<String> problemOf(String processor) {
        return processing.eventProcessor(processor).flatMap(ProcessorHealth::problem);
    }

    /** Why and since when this instance's processor of that name cannot get past an event; empty while it can, or is not there. */
    Optional<Standstill> standstillOf(String processor) {
        return Optional.ofNullable(watch.look().get(processor));
    }

    @Override
    public Health health() {
        return DegradedHealth.of(watch.look());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        processing
                .eventProcessors()
                .forEach((name, processor) -> Gauge.builder(
                                "orderflow.processor.failing",
                                () -> problem(processor).isPresent() ? 1 : 0)
                        .tag("processor", name)
                        .register(registry));
    }

    private Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        processing
                .eventProcessors()
                .forEach((name, processor) -> problem(processor).ifPresent(reason -> problems.put(name, reason)));
        return problems;
    }

    private static Optional<String> problem(EventProcessor processor) {
        if (processor.isError()) {
            return Optional.of("stopped after an error");
        }
        return processor instanceof StreamingEventProcessor streaming
                ? streaming.processingStatus().values().stream()
                        .filter(EventTrackerStatus::isErrorState)
                        .map(status -> "trying again after: " + status.getError())
                        .findFirst()
                : Optional.empty();
    }
}
