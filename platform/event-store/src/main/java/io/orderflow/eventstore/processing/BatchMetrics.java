package io.orderflow.eventstore.processing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What becomes of a processor's batches: {@code orderflow.processor.batch.size} has the events of each that came to its end, read
 * by the processor, also those that it has no handler for; {@code orderflow.processor.failures} counts the others.
 */
final class BatchMetrics {

    private final DistributionSummary size;
    private final Counter failures;

    BatchMetrics(MeterRegistry registry, String processor) {
        size = DistributionSummary.builder("orderflow.processor.batch.size")
                .description("Events of the batches that were handled")
                .tag("processor", processor)
                .register(registry);
        failures = Counter.builder("orderflow.processor.failures")
                .description("Batches that failed, and were tried again")
                .tag("processor", processor)
                .register(registry);
    }

    void handled(int events) {
        size.record(events);
    }

    void failed() {
        failures.increment();
    }
}
