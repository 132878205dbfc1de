package io.orderflow.relay.topology;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Which queues of the broker stand for a queue of the system, and which key leads to each. With one partition, each queue is what it is
 * called. With several:
 *
 * <table>
 *   <caption>Queues of the broker</caption>
 *   <tr><td>a queue that is partitioned</td><td>{@code <queue>.00}, {@code <queue>.01} ..., whose events come in their order, under keys
 *       that end with the same; and {@code <queue>.history} for what comes without an order</td></tr>
 *   <tr><td>one whose events have no order</td><td>{@code <queue>.shared}, which all instances take from at once</td></tr>
 *   <tr><td>any other</td><td>what it is called</td></tr>
 * </table>
 *
 * <p>What an event is about decides its partition: the CRC-32 of that, as UTF-8 text, modulo the number of partitions.
 */
public final class Partitions {

    static final String HISTORY = ".history";
    private static final String SHARED = ".shared";

    private final EventRelayProperties relay;
    private final int number;
    private final Set<String> partitionedKeys;

    public Partitions(EventRelayProperties relay, int number) {
        this.relay = relay;
        this.number = number;
        this.partitionedKeys = relay.partitioned().stream()
                .flatMap(queue -> relay.queues().get(queue).stream())
                .collect(toUnmodifiableSet());
    }

    /** How many there are. */
    public int number() {
        return number;
    }

    /** The queues of the broker to which the exchange brings the events of a queue. */
    public List<String> queuesOf(String queue) {
        return queuesOf(queue, number);
    }

    /** The same, if there were so many partitions. */
    List<String> queuesOf(String queue, int partitions) {
        if (partitions > 1 && isPartitioned(queue)) {
            return IntStream.range(0, partitions)
                    .mapToObj(partition -> queue + suffix(partition))
                    .toList();
        }
        return List.of(partitions > 1 && isUnordered(queue) ? queue + SHARED : queue);
    }

    /** The queue of the broker for events of a queue that come late, in no order, and for whichever partition. */
    public String lateQueueOf(String queue) {
        return number > 1 && isPartitioned(queue)
                ? queue + HISTORY
                : queuesOf(queue).get(0);
    }

    /** All queues of the broker from which the events of a queue are taken. */
    public List<String> readFor(String queue) {
        return Stream.concat(queuesOf(queue).stream(), Stream.of(lateQueueOf(queue)))
                .distinct()
                .toList();
    }

    /**
     * The queue of the broker into which a message is put again.
     *
     * @param partition the one that it had come from; null if that is not known
     */
    public String returnTo(String queue, String partition) {
        return partition != null && readFor(queue).contains(partition) ? partition : lateQueueOf(queue);
    }

    /** Each queue of the broker to which the exchange brings events, with the keys that it is bound to. */
    public Map<String, List<String>> bindings() {
        Map<String, List<String>> bindings = new LinkedHashMap<>();
        relay.queues().forEach((queue, keys) -> {
            boolean divided = number > 1 && isPartitioned(queue);
            List<String> names = queuesOf(queue);
            for (int partition = 0; partition < names.size(); partition++) {
                String suffix = divided ? suffix(partition) : "";
                bindings.put(
                        names.get(partition),
                        keys.stream().map(key -> key + suffix).toList());
            }
        });
        return bindings;
    }

    /** Whether events under this key are for a queue that is partitioned. */
    public boolean isPartitionedKey(String routingKey) {
        return partitionedKeys.contains(routingKey);
    }

    /**
     * The key under which an event is published.
     *
     * @param routingKey its kind's
     * @param about what it is about, which is asked only where it decides
     */
    public String keyOf(String routingKey, Supplier<?> about) {
        return number > 1 && isPartitionedKey(routingKey) ? routingKey + suffix(partitionOf(about.get())) : routingKey;
    }

    private int partitionOf(Object about) {
        CRC32 sum = new CRC32();
        sum.update(about.toString().getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % number);
    }

    /** Whether all instances take from the queue at once, and not one after the other. */
    public boolean isTakenAtOnce(String queue) {
        return number > 1 && isUnordered(queue);
    }

    private boolean isPartitioned(String queue) {
        return relay.partitioned().contains(queue);
    }

    private boolean isUnordered(String queue) {
        return relay.unordered().contains(queue);
    }

    private static String suffix(int partition) {
        return String.format(Locale.ROOT, ".%02d", partition);
    }
}
