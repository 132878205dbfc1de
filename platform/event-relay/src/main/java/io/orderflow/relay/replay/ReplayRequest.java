package io.orderflow.relay.replay;

import io.orderflow.relay.wire.EventRef;
import java.util.List;

/**
 * Asks services for their history, or for some of their events.
 *
 * @param id what the asker calls this replay; a request for history that comes again with the same id changes nothing
 * @param queue the queue that is to get the events
 * @param routingKeys which events are wanted, as in a binding to a topic exchange: {@code *} stands for one word, {@code #}
 *     for any number
 * @param events the events that are wanted, which come alone; none if history is
 */
public record ReplayRequest(String id, String queue, List<String> routingKeys, List<EventRef> events) {

    public ReplayRequest {
        routingKeys = List.copyOf(routingKeys);
        events = List.copyOf(events);
    }

    /** A request for all of history that has these routing keys. */
    public static ReplayRequest history(String id, String queue, List<String> routingKeys) {
        return new ReplayRequest(id, queue, routingKeys, List.of());
    }

    /** A request for these events. */
    public static ReplayRequest events(String id, String queue, List<EventRef> events) {
        return new ReplayRequest(id, queue, List.of(), events);
    }
}
