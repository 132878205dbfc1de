package io.orderflow.eventstore.processing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.health.DegradedHealth;
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
 * Says which processors cannot get past an event, and why; as a metric,
 * {@code orderflow.processor.failing} is 1 for each of them. Processors that another instance of the service runs are that
 * instance's to report.
 */
public final class ProcessorHealth implements HealthIndicator, MeterBinder {

    private final EventProcessingConfiguration processing;

    ProcessorHealth(EventProcessingConfiguration processing) {
        this.processing = processing;
    }

    /** Why this instance's processor of that name cannot get past an event; empty while it can, or is not there. */
    public Optional<String> problemOf(String processor) {
        return processing.eventProcessor(processor).flatMap(ProcessorHealth::problem);
    }

    @Override
    public Health health() {
        Map<String, String> stuck = new TreeMap<>();
        processing
                .eventProcessors()
                .forEach((name, processor) -> problem(processor).ifPresent(reason -> stuck.put(name, reason)));
        return stuck.isEmpty()
                ? Health.up().build()
                : Health.status(DegradedHealth.DEGRADED).withDetails(stuck).build();
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
