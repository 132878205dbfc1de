package io.orderflow.rest.problem;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Says what fails for many requests at once in one line, and then in one a minute, with how many it has failed since. */
public final class OutageLog {

    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final String what;
    private final LongSupplier nanos;
    private boolean said;
    private long saidAt;
    private long since;

    /** @param what fails, as the beginning of a sentence */
    public OutageLog(Logger log, String what, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.nanos = nanos;
    }

    /** Says so, or counts it. */
    public synchronized void failed(String reason) {
        since++;
        long now = nanos.getAsLong();
        if (!said || now - saidAt >= EVERY) {
            log.error("{}, by {} requests since this was said last: {}", what, since, reason);
            said = true;
            saidAt = now;
            since = 0;
        }
    }
}
