package io.orderflow.relay.replay;

/**
 * How much of one service's history has arrived. Events that come again are known by their number, and events that were
 * destroyed on their way are missed.
 *
 * @param origin the service
 * @param total about how many events it has to send; null until it has begun
 * @param received events that have arrived, which is the number of the last one
 * @param sent events that it says it has sent; null until it is done
 */
public record ReplayReceipt(String origin, Long total, long received, Long sent) {

    /** Nothing has arrived yet. */
    public static ReplayReceipt none(String origin) {
        return new ReplayReceipt(origin, null, 0, null);
    }

    /** As this, after one more event, or the same if it has arrived before. */
    public ReplayReceipt plusEvent(long sequence) {
        if (sequence <= received) {
            return this;
        }
        requireNoneMissing(sequence - 1);
        return new ReplayReceipt(origin, total, sequence, sent);
    }

    /** As this, after a marker. */
    public ReplayReceipt plusMarker(ReplayMarker marker) {
        if (!marker.isLast()) {
            return new ReplayReceipt(origin, marker.events(), received, sent);
        }
        requireNoneMissing(marker.events());
        return new ReplayReceipt(origin, total, received, marker.events());
    }

    /** Whether all of it has arrived. */
    public boolean isComplete() {
        return sent != null;
    }

    /** How many events there are, as far as is known; exact when all of it has arrived. */
    public long expected() {
        if (isComplete()) {
            return sent;
        }
        return total == null ? received : Math.max(total, received);
    }

    private void requireNoneMissing(long sentBefore) {
        if (sentBefore > received) {
            throw new BrokenReplayException("Events %s to %s of the history of %s did not arrive; was the queue purged?"
                    .formatted(received + 1, sentBefore, origin));
        }
    }
}
