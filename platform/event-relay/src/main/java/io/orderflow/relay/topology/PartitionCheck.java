package io.orderflow.relay.topology;

import static java.util.stream.Collectors.joining;

import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * Sees to it that the services of a system go by the same number of partitions, of which the queues that the broker has are the record.
 * Those of another number are deleted if nothing is in them and nobody reads them, as after all services were stopped; otherwise this
 * application may not go on.
 *
 * <p>Applications that start at once with the same number find the same: who looks goes from the first partition to the last, and who
 * makes the queues of a new number deletes what is not of it first, declares the last partition first, and reads none before all are
 * there. Those that start at once with different numbers may not see each other's readers yet, and have to look again.
 */
final class PartitionCheck {

    private static final Logger log = LoggerFactory.getLogger(PartitionCheck.class);

    /** Another application may be just changing the number. */
    private static final int LOOKS = 3;

    /** As a quorum queue that has no leader says that it is empty, until it has another one. */
    private static final int PAUSE_IN_LOOKS = 15;

    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final EventRelayProperties relay;
    private final Partitions partitions;
    private final Duration betweenLooks;

    PartitionCheck(EventRelayProperties relay, Partitions partitions, Duration betweenLooks) {
        this.relay = relay;
        this.partitions = partitions;
        this.betweenLooks = betweenLooks;
    }

    /** A queue that the broker has; of one that cannot be looked at, as its node is down, it is only known that it is there. */
    private record Found(String name, Optional<DeclareOk> state) {

        boolean isAtRest() {
            return state.filter(queue -> queue.getMessageCount() == 0 && queue.getConsumerCount() == 0)
                    .isPresent();
        }

        @Override
        public String toString() {
            return name
                    + state.map(queue -> " has %s messages and %s readers"
                                    .formatted(queue.getMessageCount(), queue.getConsumerCount()))
                            .orElse(" cannot be looked at");
        }
    }

    /**
     * To be called before anything is declared.
     *
     * @throws PartitionsDisagreeException if queues of another number are in use
     * @throws IOException if the connection is lost meanwhile
     */
    void first(Connection connection) throws IOException, InterruptedException {
        Map<String, List<Found>> found = findAll(connection);
        for (int looks = 1; looks < LOOKS && isAnyInUseOfAnother(found); looks++) {
            Thread.sleep(betweenLooks.toMillis());
            found = findAll(connection);
        }
        found.forEach(this::requireNoneInUse);
        if (relay.queueType() != QueueType.CLASSIC && isAnyOfAnother(found)) {
            Thread.sleep(pause().toMillis());
            found = findAll(connection);
            found.forEach(this::requireNoneInUse);
        }
        for (Map.Entry<String, List<Found>> queue : found.entrySet()) {
            deleteOthers(othersOf(queue.getKey(), queue.getValue()), connection);
        }
    }

    /** To be called now and then while this application, and others that started with it, come up; throws as {@link #first}. */
    void again(Connection connection) throws IOException {
        findAll(connection).forEach((queue, found) -> requireNoneInUse(queue, othersOf(queue, found)));
    }

    /** After which the broker may have changed its mind. Not to be asked more often: it logs each question for a queue that it has not. */
    Duration pause() {
        return betweenLooks.multipliedBy(PAUSE_IN_LOOKS);
    }

    private Map<String, List<Found>> findAll(Connection connection) throws IOException {
        Map<String, List<Found>> found = new LinkedHashMap<>();
        for (String queue : Stream.concat(relay.partitioned().stream(), relay.unordered().stream())
                .toList()) {
            found.put(queue, find(queue, connection));
        }
        return found;
    }

    /** The queues of the broker, whatever their number, up to the first that is missing and is not to be there. */
    private List<Found> find(String queue, Connection connection) throws IOException {
        List<String> own = partitions.queuesOf(queue);
        List<Found> found = new ArrayList<>();
        if (partitions.number() > 1) {
            look(queue, connection).ifPresent(found::add);
        }
        boolean more = true;
        for (String name : partitions.queuesOf(queue, PartitionProperties.MOST)) {
            Optional<Found> next = more ? look(name, connection) : Optional.empty();
            next.ifPresent(found::add);
            more = next.isPresent() || own.contains(name);
        }
        if (partitions.number() == 1 && !found.isEmpty()) {
            look(queue + Partitions.HISTORY, connection).ifPresent(found::add);
        }
        return found;
    }

    private List<Found> othersOf(String queue, List<Found> found) {
        List<String> own = partitions.readFor(queue);
        return found.stream().filter(one -> !own.contains(one.name())).toList();
    }

    /**
     * What would have to be at rest and is not: queues of another number; and those that are called as its own, if there are more or
     * fewer partitions than its own, by whose number they were filled.
     */
    private List<Found> inUseOfAnother(String queue, List<Found> found) {
        List<String> own = partitions.queuesOf(queue);
        List<Found> others = othersOf(queue, found);
        boolean sameNames = own.size() > 1
                && !found.isEmpty()
                && (others.stream().anyMatch(other -> !other.name().equals(queue))
                        || found.stream().noneMatch(one -> one.name().equals(own.get(own.size() - 1))));
        return (sameNames ? found : others)
                .stream().filter(one -> !one.isAtRest()).toList();
    }

    private boolean isAnyInUseOfAnother(Map<String, List<Found>> found) {
        return found.entrySet().stream()
                .anyMatch(queue ->
                        !inUseOfAnother(queue.getKey(), queue.getValue()).isEmpty());
    }

    private boolean isAnyOfAnother(Map<String, List<Found>> found) {
        return found.entrySet().stream()
                .anyMatch(queue -> !othersOf(queue.getKey(), queue.getValue()).isEmpty());
    }

    private void requireNoneInUse(String queue, List<Found> found) {
        List<Found> inUse = inUseOfAnother(queue, found);
        if (!inUse.isEmpty()) {
            throw new PartitionsDisagreeException(
                    "This service is told to have %s partitions (orderflow.partitions), but the broker has the queues %s to %s of another number, of which are in use: %s."
                            .formatted(
                                    partitions.number(),
                                    found.get(0).name(),
                                    found.get(found.size() - 1).name(),
                                    inUse.stream().map(Found::toString).collect(joining(", "))),
                    "Set ORDERFLOW_PARTITIONS to the same number for all services. To change it, let no orders in until the"
                            + " queues are empty, stop all services, and start them with the new number.");
        }
    }

    /** Of quorum queues, the broker cannot be asked to make sure itself that they are at rest. */
    private void deleteOthers(List<Found> others, Connection connection) throws IOException {
        if (others.isEmpty()) {
            return;
        }
        boolean brokerMakesSure = relay.queueType() == QueueType.CLASSIC;
        Channel channel = connection.createChannel(false);
        try {
            for (Found other : others) {
                log.info("Deleting the queue {}, as there are {} partitions now", other.name(), partitions.number());
                channel.queueDelete(other.name(), brokerMakesSure, brokerMakesSure);
            }
        } finally {
            RabbitUtils.closeChannel(channel);
        }
    }

    private static Optional<Found> look(String name, Connection connection) throws IOException {
        Channel channel = connection.createChannel(false);
        try {
            return Optional.of(new Found(name, Optional.of(channel.queueDeclarePassive(name))));
        } catch (IOException e) {
            Refusal refusal = Refusal.of(e).orElseThrow(() -> e);
            return refusal.isNoSuchQueue() ? Optional.empty() : Optional.of(new Found(name, Optional.empty()));
        } finally {
            RabbitUtils.closeChannel(channel);
        }
    }
}
