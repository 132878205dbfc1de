package io.orderflow.ordering.admission;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in a line when orders begin to be told to come again, and in another one when none has been for a minute. */
final class ShedLog {

    private static final Logger log = LoggerFactory.getLogger(ShedLog.class);
    private static final Duration OVER = Duration.ofMinutes(1);

    private long seen;
    private long before;
    private Instant last;

    /** @param told how many have been told so since the start */
    void look(long told, long pending, Instant now) {
        if (told > seen) {
            if (last == null) {
                before = seen;
                log.warn("Orders are told to come again, as more come than end; {} are pending", pending);
            }
            last = now;
            seen = told;
        } else if (last != null && now.isAfter(last.plus(OVER))) {
            last = null;
            log.info("No order has been told to come again for a minute; {} had been", told - before);
        }
    }
}
