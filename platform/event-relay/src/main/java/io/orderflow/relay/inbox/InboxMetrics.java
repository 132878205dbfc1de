package io.orderflow.relay.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What came out of a queue: {@code orderflow.inbox.batch.size} has the events of each batch that was acknowledged,
 * {@code orderflow.inbox.duplicates} counts those of them that had come before.
 */
final class InboxMetrics {

    private final DistributionSummary size;
    private final Counter duplicates;

    InboxMetrics(MeterRegistry registry, String queue) {
        size = DistributionSummary.builder("orderflow.inbox.batch.size")
                .description("Events of the batches that were taken out of the queue")
                .tag("queue", queue)
                .register(registry);
        duplicates = Counter.builder("orderflow.inbox.duplicates")
                .description("Events that were skipped, as they had come before")
                .tag("queue", queue)
                .register(registry);
    }

    /** Markers and manifests alone are no batch of events. */
    void taken(int events, int before) {
        if (events > 0) {
            size.record(events);
            duplicates.increment(before);
        }
    }
}
