package io.orderflow.relay.topology;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;
import io.orderflow.eventstore.processing.InstanceName;
import jakarta.annotation.Nullable;
import java.util.ArrayList;
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
     * What the broker said, and how many events had been taken out of each of its queues by then.
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
    private final Partitions partitions;
    private final List<String> queues;
    private final List<String> names;
    private final PartitionHolders holders;
    private final ToDoubleFunction<String> taken;
    private final LongSupplier nanoTime;

    /**
     * @param taken how many events this instance has taken out of one of the broker's queues since it was started
     * @param nanoTime a clock, such as {@link System#nanoTime()}
     */
    QueueDepths(
            QueueInspector inspector,
            Partitions partitions,
            List<String> queues,
            PartitionHolders holders,
            ToDoubleFunction<String> taken,
            LongSupplier nanoTime) {
        super("queue-depths");
        this.inspector = inspector;
        this.partitions = partitions;
        this.queues = List.copyOf(queues);
        this.names = queues.stream()
                .flatMap(queue -> partitions.readFor(queue).stream())
                .toList();
        this.holders = holders;
        this.taken = taken;
        this.nanoTime = nanoTime;
    }

    @Override
    protected Sample sample() {
        long now = nanoTime.getAsLong();
        Map<String, Double> sums = names.stream().collect(toMap(identity(), taken::applyAsDouble));
        return new Sample(ask(), sums, rates(sums, now), now);
    }

    private Map<String, QueueInformation> ask() {
        Map<String, QueueInformation> found = new HashMap<>();
        for (String queue : queues) {
            List<String> all = new ArrayList<>(partitions.readFor(queue));
            all.add(Topology.deadLetterQueueOf(queue));
            for (String name : all) {
                Optional<QueueInformation> answer = inspector.find(name);
                if (answer.isEmpty()) {
                    return found; // where one cannot be asked, the others need not be
                }
                found.put(name, answer.get());
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
        List<QueuePartition> parts =
                partitions.readFor(queue).stream().map(this::partOf).toList();
        return new QueueStatus(
                queue,
                messagesIn(parts),
                fewestConsumersOf(parts),
                parts.stream().mapToDouble(QueuePartition::takenPerSecond).sum(),
                parts.size() > 1 ? parts : List.of(),
                latest().flatMap(some -> some.depthOf(Topology.deadLetterQueueOf(queue)))
                        .orElse(null));
    }

    private static @Nullable Long messagesIn(List<QueuePartition> parts) {
        return parts.stream().anyMatch(part -> part.messages() == null)
                ? null
                : (Long) parts.stream().mapToLong(QueuePartition::messages).sum();
    }

    private static @Nullable Integer fewestConsumersOf(List<QueuePartition> parts) {
        return parts.stream().anyMatch(part -> part.consumers() == null)
                ? null
                : (Integer)
                        parts.stream().mapToInt(QueuePartition::consumers).min().orElseThrow();
    }

    private QueuePartition partOf(String name) {
        Optional<Sample> sample = latest();
        return new QueuePartition(
                name,
                sample.flatMap(some -> some.depthOf(name)).orElse(null),
                sample.map(some -> some.queues().get(name))
                        .map(QueueInformation::getConsumerCount)
                        .orElse(null),
                holders.holderOf(name).map(InstanceName::shown).orElse(null),
                sample.map(some -> some.takenPerSecond().get(name)).orElse(0.0));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        names.forEach(name -> Gauge.builder("orderflow.queue.messages", () -> depthOf(name))
                .description("Messages that wait in the queue")
                .tag("queue", name)
                .register(registry));
        queues.forEach(queue -> Gauge.builder("orderflow.deadletters", () -> depthOf(Topology.deadLetterQueueOf(queue)))
                .description("Messages of the queue that could not be handled, and wait for an operator")
                .tag("queue", queue)
                .register(registry));
    }

    private double depthOf(String queue) {
        return latest(sample -> sample.depthOf(queue).map(Long::doubleValue).orElse(Double.NaN));
    }
}
