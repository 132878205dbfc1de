package io.orderflow.eventstore.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Notices that events are gone which were committed and read: a standby that lacked them has taken over, or a backup was
 * restored under a running service. What this instance knows, as how far it has read and its cached aggregates, is then of a
 * history that is no more; going on would pass over events that get the places of those that were lost.
 *
 * <p>Guarantee: no reader of this instance goes on past a place at which it has read one event, and there is another now, or
 * none. From then until it is started anew, the instance hands out no event and appends none, and is unhealthy.
 */
final class StoreContinuity implements HealthIndicator {

    /** Places at which readers may go on: each of them is at the end of what it has read. Those asked for last are kept. */
    private static final int REMEMBERED = 1_000;

    private final Map<Long, String> eventAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    private volatile LostEventsException loss;

    /** A reader has come to an event, and may go on from its place. */
    synchronized void note(long place, String eventId) {
        eventAt.put(place, eventId);
    }

    /**
     * A reader goes on from a place.
     *
     * @param found the event that is there now
     * @throws LostEventsException if another was read there
     */
    synchronized void requireStill(long place, Optional<String> found) {
        requireWhole();
        String read = eventAt.get(place);
        if (read != null && !read.equals(found.orElse(null))) {
            loss = new LostEventsException(place, read);
            throw loss;
        }
    }

    /** @throws LostEventsException if it is known that events are gone */
    void requireWhole() {
        LostEventsException known = loss;
        if (known != null) {
            throw new LostEventsException(known);
        }
    }

    @Override
    public Health health() {
        LostEventsException known = loss;
        return known == null
                ? Health.up().build()
                : Health.down()
                        .withDetail("events are lost", known.getMessage())
                        .build();
    }
}
