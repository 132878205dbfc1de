package io.orderflow.relay.topology;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.springframework.amqp.core.QueueInformation;

/**
 * How many messages wait in each queue from which this service takes them, as {@code orderflow.queue.messages}, and how many
 * dead letters each of them has, as {@code orderflow.deadletters}; not a number while the broker cannot be asked. Messages that
 * somebody holds, as who looks at dead letters does for a moment, do not wait.
 */
final class QueueDepths extends SampledMetrics<QueueDepths.Sample> {

    /**
     * What the broker said, and how many events had been taken out of each queue by then.
     *
     * @param queues those that could be asked for
     */
    record Sample(
            Map<String, QueueInformation> queues,
            Map<String, Double> taken,
            Map<String, Double> takenPerSecond,
            long nanos) {

        Optional<Long> depthOf(String queue) {
            return Optional.ofNullable(queues.get(queue)).map(QueueInformation::getMessageCount);
        }
    }

    private final QueueInspector inspector;
    private final List<String> queues;
    private final ToDoubleFunction<String> taken;
    private final LongSupplier nanoTime;

    /**
     * @param taken how many events this instance has taken out of a queue since it was started
     * @param nanoTime a clock, such as {@link System#nanoTime()}
     */
    QueueDepths(QueueInspector inspector, List<String> queues, ToDoubleFunction<String> taken, LongSupplier nanoTime) {
        super("queue-depths");
        this.inspector = inspector;
        this.queues = List.copyOf(queues);
        this.taken = taken;
        this.nanoTime = nanoTime;
    }

    @Override
    protected Sample sample() {
        long now = nanoTime.getAsLong();
        Map<String, Double> sums = queues.stream().collect(toMap(identity(), taken::applyAsDouble));
        return new Sample(ask(), sums, rates(sums, now), now);
    }

    private Map<String, QueueInformation> ask() {
        Map<String, QueueInformation> found = new HashMap<>();
        for (String queue : queues) {
            for (String either : List.of(queue, Topology.deadLetterQueueOf(queue))) {
                Optional<QueueInformation> answer = inspector.find(either);
                if (answer.isEmpty()) {
                    return found; // where one cannot be asked, the others need not be
                }
                found.put(either, answer.get());
            }
        }
        return found;
    }

    private Map<String, Double> rates(Map<String, Double> sums, long now) {
        return latest().map(before -> sums.entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey,
                                sum -> (sum.getValue() - before.taken().get(sum.getKey()))
                                        / ((now - before.nanos()) / 1e9))))
                .orElse(Map.of());
    }

    /** The queues as of the latest sample. */
    List<QueueStatus> statuses() {
        return queues.stream().map(this::statusOf).toList();
    }

    private QueueStatus statusOf(String queue) {
        Optional<Sample> sample = latest();
        return new QueueStatus(
                queue,
                sample.flatMap(some -> some.depthOf(queue)).orElse(null),
                sample.map(some -> some.queues().get(queue))
                        .map(QueueInformation::getConsumerCount)
                        .orElse(null),
                sample.map(some -> some.takenPerSecond().get(queue)).orElse(0.0),
                sample.flatMap(some -> some.depthOf(Topology.deadLetterQueueOf(queue)))
                        .orElse(null));
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
        return latest(sample -> sample.depthOf(queue).map(Long::doubleValue).orElse(Double.NaN));
    }
}
