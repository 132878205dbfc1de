package io.orderflow.relay.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many messages wait in each queue from which this service takes them, as {@code orderflow.queue.messages}, and how many
 * dead letters each of them has, as {@code orderflow.deadletters}; not a number while the broker cannot be asked. Messages that
 * somebody holds, as who looks at dead letters does for a moment, do not wait.
 */
final class QueueDepths extends SampledMetrics<Map<String, Long>> {

    private final QueueInspector inspector;
    private final List<String> queues;

    QueueDepths(QueueInspector inspector, List<String> queues) {
        super("queue-depths");
        this.inspector = inspector;
        this.queues = List.copyOf(queues);
    }

    @Override
    protected Map<String, Long> sample() {
        Map<String, Long> depths = new HashMap<>();
        for (String queue : queues) {
            for (String either : List.of(queue, Topology.deadLetterQueueOf(queue))) {
                OptionalLong messages = inspector.waitingIn(either);
                if (messages.isEmpty()) {
                    return depths; // where one cannot be asked, the others need not be
                }
                depths.put(either, messages.getAsLong());
            }
        }
        return depths;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queues.forEach(queue -> {
            Gauge.builder("orderflow.queue.messages", () -> depthOf(queue))
                    .description("Messages that wait in the queue")
                    .tag("queue", queue)
                    .register(registry);
            Gauge.builder("orderflow.deadletters", () -> depthOf(Topology.deadLetterQueueOf(queue)))
                    .description("Messages of the queue that could not be handled, and wait for an operator")
                    .tag("queue", queue)
                    .register(registry);
        });
    }

    private double depthOf(String queue) {
        return latest(depths -> depths.containsKey(queue) ? depths.get(queue) : Double.NaN);
    }
}
