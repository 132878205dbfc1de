package io.orderflow.relay.inbox;

import io.orderflow.relay.wire.EventRef;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/** Where the events of a queue go. */
@FunctionalInterface
public interface EventSink {

    /**
     * Stores the events durably, all or none; returning normally allows the messages to be acknowledged. Events may come
     * again, also twice in one list, and must then change nothing.
     *
     * @return how many of the events were stored already, or came twice
     * @throws RefusedEventException if one of the events can never be stored
     * @throws RefusedBatchException if that is so of some of them, and it is not known of which
     * @throws RuntimeException if they could not be stored now; they are handed in again
     */
    int store(List<EventMessage<?>> events);

    /**
     * Those of the events that are not stored. To be told where several instances take from the queue at once, each of which gets
     * some of what came; nobody else asks.
     */
    default List<EventRef> missing(List<EventRef> events) {
        return events;
    }
}
