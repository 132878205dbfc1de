package io.orderflow.relay.topology;

import java.util.HashMap;
import java.util.Map;

/**
 * What kind of queue the broker is to make. It is said in each declaration, so that the default of a virtual host decides
 * nothing.
 *
 * <p>A quorum queue counts deliveries, and drops a message at a limit, which some releases of RabbitMQ set to 20: a few
 * restarts of a service amount to that. So the limit is said too, out of reach, and a work queue that reaches it all the same
 * hands the message to its dead-letter queue.
 */
public enum QueueType {
    /** On one node, for brokers of one node. */
    CLASSIC,
    /** Replicated, for clusters. */
    QUORUM;

    private static final int DELIVERIES_OF_WORK = 1_000_000;

    /** The arguments of a queue whose messages nothing takes away. */
    public Map<String, Object> arguments() {
        return this == CLASSIC
                ? Map.of("x-queue-type", "classic")
                : Map.of("x-queue-type", "quorum", "x-delivery-limit", Integer.MAX_VALUE);
    }

    /** The arguments of a queue that has a dead-letter queue. */
    Map<String, Object> argumentsOfWork(String deadLetterQueue) {
        Map<String, Object> arguments = new HashMap<>(arguments());
        if (this == QUORUM) {
            arguments.put("x-delivery-limit", DELIVERIES_OF_WORK);
            arguments.put("x-dead-letter-exchange", "");
            arguments.put("x-dead-letter-routing-key", deadLetterQueue);
            // Until the dead-letter queue has confirmed it, the message stays.
            arguments.put("x-dead-letter-strategy", "at-least-once");
            arguments.put("x-overflow", "reject-publish");
        }
        return arguments;
    }
}
