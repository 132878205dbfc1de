package io.orderflow.relay.topology;

import io.orderflow.eventstore.settings.DurationRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Where events travel.
 *
 * @param exchange the topic exchange to publish to
 * @param queueType what kind of queues there are to be, the same for all services: quorum where the broker is a cluster
 * @param queues every queue of the system, with the routing keys it is bound to
 * @param partitioned the queues of which there are {@link Partitions several} where that is asked for, as each of their events is about
 *     something whose events alone have an order; their routing keys are no patterns, and no other queue's
 * @param unordered the queues whose events may be taken in any order, and so by several instances at once
 * @param histories the services that send their history on request, each with the queue that takes requests for it
 * @param listenTo the queue whose events this service takes; null if it takes none
 * @param replayRequests the queue from which this service takes requests for its history; null if it has none
 * @param confirmTimeout how long to wait for the broker's confirms of one batch; shorter than the longest transaction, which
 *     waits for them
 */
@ConfigurationProperties("orderflow.relay")
public record EventRelayProperties(
        String exchange,
        @DefaultValue("classic") QueueType queueType,
        Map<String, List<String>> queues,
        List<String> partitioned,
        List<String> unordered,
        Map<String, String> histories,
        String listenTo,
        String replayRequests,

        @DefaultValue("10s") @DurationRange(min = "100ms", max = "15s")
        Duration confirmTimeout) {

    public EventRelayProperties {
        queues = queues == null ? Map.of() : Map.copyOf(queues);
        partitioned = partitioned == null ? List.of() : List.copyOf(partitioned);
        unordered = unordered == null ? List.of() : List.copyOf(unordered);
        histories = histories == null ? Map.of() : Map.copyOf(histories);
        Assert.hasText(exchange, "orderflow.relay.exchange has to name the exchange to publish to");
        Assert.isTrue(
                queues.keySet().containsAll(partitioned) && queues.keySet().containsAll(unordered),
                "orderflow.relay.partitioned and unordered have to be of orderflow.relay.queues");
        Assert.isTrue(
                listenTo == null || queues.containsKey(listenTo),
                "orderflow.relay.listen-to has to be one of orderflow.relay.queues");
        Assert.isTrue(
                replayRequests == null || histories.containsValue(replayRequests),
                "orderflow.relay.replay-requests has to be one of orderflow.relay.histories");
    }

    /** The queues from which this service takes messages. */
    public List<String> read() {
        return Stream.of(listenTo, replayRequests).filter(Objects::nonNull).toList();
    }
}
