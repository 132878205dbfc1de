package io.orderflow.relay.replay;

import java.util.List;

/**
 * How far a replay is.
 *
 * @param total about how many events there were to send when it began; null before that
 * @param sent events sent so far, which the broker has confirmed
 * @param position up to which global index events were looked for
 */
record Replay(String id, String queue, List<String> routingKeys, Long total, long sent, long position) {

    Replay {
        routingKeys = List.copyOf(routingKeys);
    }

    boolean hasBegun() {
        return total != null;
    }

    Replay begun(long eventsToSend) {
        return new Replay(id, queue, routingKeys, eventsToSend, sent, position);
    }

    Replay advanced(int more, long toPosition) {
        return new Replay(id, queue, routingKeys, total, sent + more, toPosition);
    }
}
