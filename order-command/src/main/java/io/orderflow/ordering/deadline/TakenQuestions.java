package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.processing.ProcessorPositions;
import io.orderflow.relay.outbox.Relay;
import io.orderflow.relay.topology.QueueInspector;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Knows of times at which nobody was behind: all that had been asked by then was published and taken out of inventory's queue,
 * and no answer waited in the queue for this service. Inventory has in hand what was asked before such a time, as far as can
 * be seen from here.
 */
final class TakenQuestions {

    private final ProcessorPositions positions;
    private final QueueInspector queues;
    private final List<String> between;

    private final Deque<Instant> times = new ArrayDeque<>();
    private Instant lookedAt;
    private long head;

    /** @param between the queues that questions and answers travel through */
    TakenQuestions(ProcessorPositions positions, QueueInspector queues, List<String> between) {
        this.positions = positions;
        this.queues = queues;
        this.between = between;
    }

    /** Looks whether what had been asked at the last look has been taken by now. To be called every second or so. */
    void look(Instant now) {
        long last = positions.head();
        if (lookedAt != null
                && positions.positionOf(Relay.PROCESSOR).orElse(0) >= head
                && between.stream().allMatch(queues::isTakenUp)) {
            times.add(lookedAt);
        }
        lookedAt = now;
        head = last;
    }

    /** The latest such time that is not after the given one. Earlier ones are forgotten. */
    Optional<Instant> latestUntil(Instant time) {
        Instant latest = null;
        while (!times.isEmpty() && !times.peek().isAfter(time)) {
            latest = times.poll();
        }
        if (latest != null) {
            times.addFirst(latest);
        }
        return Optional.ofNullable(latest);
    }
}
