package io.orderflow.relay.replay;

import java.util.List;

/**
 * Asks the services for their history.
 *
 * @param id what the asker calls this replay; a request that comes again with the same id changes nothing
 * @param queue the queue that is to get the events
 * @param routingKeys which events are wanted, as in a binding to a topic exchange: {@code *} stands for one word, {@code #}
 *     for any number
 */
public record ReplayRequest(String id, String queue, List<String> routingKeys) {

    public ReplayRequest {
        routingKeys = List.copyOf(routingKeys);
    }
}
