package io.orderflow.relay.inbox;

import io.orderflow.relay.wire.EventRef;
import java.time.Duration;
import java.util.List;

/** What other instances have got of a queue from which they take at once: it is in the store, or will be in a moment. */
final class OtherInstances {

    /** Longer than an instance needs for what is on its way to it. Who waits in vain asks for what comes again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long PAUSE_MILLIS = 20;

    private final EventSink sink;

    OtherInstances(EventSink sink) {
        this.sink = sink;
    }

    /** Those of the events that have not come to the others, either. */
    List<EventRef> missing(List<EventRef> unseen) {
        long start = System.nanoTime();
        List<EventRef> missing = sink.missing(unseen);
        while (!missing.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return missing;
            }
            missing = sink.missing(missing);
        }
        return missing;
    }
}
