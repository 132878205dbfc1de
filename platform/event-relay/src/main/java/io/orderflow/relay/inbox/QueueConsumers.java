package io.orderflow.relay.inbox;

import static java.util.stream.Collectors.toMap;

import io.orderflow.eventstore.processing.LiveInstances;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.relay.topology.PartitionHolders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Consumes the queues of the broker that the application's queue consists of.
 *
 * <p>Where it has partitions, the instances of the service share them: each goes by the same rows of who is alive, and its place among
 * them says which partitions are its own. What is not its own it gives up. Should two of them count wrongly, the broker still lets one
 * of them have the messages.
 */
public final class QueueConsumers implements SmartLifecycle, PartitionHolders {

    private final List<QueueConsumer> shared;
    private final List<QueueConsumer> everywhere;
    private final @Nullable LiveInstances instances;
    private final Worker worker = new Worker("partitions", this::look);
    private volatile List<String> alive = List.of();
    private volatile boolean running;

    /**
     * @param shared each of which one instance consumes; none without instances to share them with
     * @param everywhere those that each instance consumes
     */
    QueueConsumers(List<QueueConsumer> shared, List<QueueConsumer> everywhere, @Nullable LiveInstances instances) {
        this.shared = List.copyOf(shared);
        this.everywhere = List.copyOf(everywhere);
        this.instances = instances;
    }

    private boolean look() {
        List<String> found = instances.beat();
        if (!running) {
            return false; // it has been stopped meanwhile
        }
        alive = found;
        for (int partition = 0; partition < shared.size(); partition++) {
            if (holderOf(partition, found).equals(instances.instance())) {
                shared.get(partition).start();
            } else {
                shared.get(partition).release();
            }
        }
        return false;
    }

    private static String holderOf(int partition, List<String> instances) {
        return instances.get(partition % instances.size());
    }

    @Override
    public Optional<String> holderOf(String name) {
        List<String> holders = alive;
        for (int partition = 0; partition < shared.size(); partition++) {
            if (shared.get(partition).queue().equals(name) && !holders.isEmpty()) {
                return Optional.of(holderOf(partition, holders));
            }
        }
        return Optional.empty();
    }

    /** Why nothing comes out of which queue. */
    Map<String, String> problems() {
        if (running && !shared.isEmpty() && alive.isEmpty()) {
            return shared.stream().collect(toMap(QueueConsumer::queue, consumer -> "not known yet whose it is"));
        }
        Map<String, String> problems = new HashMap<>();
        all().forEach(consumer -> consumer.problem().ifPresent(problem -> problems.put(consumer.queue(), problem)));
        return problems;
    }

    List<String> queues() {
        return all().stream().map(QueueConsumer::queue).toList();
    }

    private List<QueueConsumer> all() {
        return Stream.concat(shared.stream(), everywhere.stream()).toList();
    }

    @Override
    public void start() {
        running = true;
        everywhere.forEach(QueueConsumer::start);
        if (!shared.isEmpty()) {
            instances.enter();
            worker.start();
        }
    }

    /** Returns when the batches that are being handled are, or have been given up. The others know at once. */
    @Override
    public void stop() {
        running = false;
        if (!shared.isEmpty()) {
            worker.stop();
            instances.leave();
        }
        all().forEach(QueueConsumer::release);
        all().forEach(QueueConsumer::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
