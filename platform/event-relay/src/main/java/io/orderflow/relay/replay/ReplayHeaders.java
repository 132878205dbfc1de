package io.orderflow.relay.replay;

/** What a replay adds to the headers of its messages. */
public final class ReplayHeaders {

    /** The service whose history the event is from. */
    public static final String ORIGIN = "x-replay-origin";
    /** The event's number in this replay, ascending by 1 from 1 for each origin. */
    public static final String SEQUENCE = "x-replay-sequence";
    /** The routing key under which the event was published. */
    public static final String ROUTING_KEY = "x-replay-routing-key";

    private ReplayHeaders() {}
}
