package io.orderflow.eventstore.health;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Remembers since when each part stands still: as long as every look finds that it does, whatever the reason is by then. It
 * is exact to the time between two looks.
 */
public final class StandstillWatch {

    private final Supplier<Map<String, String>> reasons;
    private final Clock clock;
    private Map<String, Standstill> seen = Map.of();

    /** @param reasons for each part that stands still now, why */
    public StandstillWatch(Supplier<Map<String, String>> reasons, Clock clock) {
        this.reasons = reasons;
        this.clock = clock;
    }

    /** What stands still now, by its name. */
    public synchronized Map<String, Standstill> look() {
        Instant now = clock.instant();
        Map<String, Standstill> found = new TreeMap<>();
        reasons.get().forEach((part, reason) -> found.put(part, new Standstill(reason, since(part, now))));
        seen = found;
        return Collections.unmodifiableMap(found);
    }

    private Instant since(String part, Instant now) {
        return seen.containsKey(part) ? seen.get(part).since() : now;
    }
}
