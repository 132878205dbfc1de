package io.orderflow.relay.store;

import io.orderflow.relay.RelayHealth;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says which processors cannot get past an event, the relay among them, and why. Processors that another instance of the
 * service runs are that instance's to report.
 */
final class ProcessorHealth implements HealthIndicator {

    private final EventProcessingConfiguration processing;

    ProcessorHealth(EventProcessingConfiguration processing) {
        this.processing = processing;
    }

    @Override
    public Health health() {
        Map<String, String> stuck = new TreeMap<>();
        processing.eventProcessors().forEach((name, processor) -> problem(processor, name, stuck));
        return stuck.isEmpty()
                ? Health.up().build()
                : Health.status(RelayHealth.DEGRADED).withDetails(stuck).build();
    }

    private static void problem(EventProcessor processor, String name, Map<String, String> stuck) {
        if (processor.isError()) {
            stuck.put(name, "stopped after an error");
        } else if (processor instanceof StreamingEventProcessor streaming) {
            streaming.processingStatus().values().stream()
                    .filter(EventTrackerStatus::isErrorState)
                    .forEach(status -> stuck.put(name, "trying again after: " + status.getError()));
        }
    }
}
