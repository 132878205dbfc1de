package io.orderflow.eventstore.history;

import io.orderflow.eventstore.storage.TrackedEventReader;
import io.orderflow.eventstore.storage.TrackedEventReader.PlacedEventData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/**
 * Follows the store by itself, apart from all processors: each event once, those of an aggregate in their order, whichever
 * instance has stored them. It keeps nothing, so whoever wants to go on later has to know the place. For one thread.
 */
public final class EventTail {

    /**
     * An event, and how far one has come with it.
     *
     * @param place where it is among all events
     * @param last the last place that was reached
     * @param gaps places before that one whose events, if there are any, are still to come
     */
    public record Placed(long place, long last, SortedSet<Long> gaps, EventMessage<?> event) {}

    private final TrackedEventReader reader;
    private final Serializer serializer;
    private final EventUpcaster upcasters;
    private GapAwareTrackingToken token;

    EventTail(TrackedEventReader reader, Serializer serializer, EventUpcaster upcasters, long place) {
        this.reader = reader;
        this.serializer = serializer;
        this.upcasters = upcasters;
        this.token = GapAwareTrackingToken.newInstance(place, Set.of());
    }

    /** The next events, of at most so many places; none if there are none yet. If it fails, it can be asked again. */
    public List<Placed> next(int limit) {
        List<Placed> events = new ArrayList<>();
        GapAwareTrackingToken reached = token;
        for (PlacedEventData row : reader.after(token, limit)) {
            GapAwareTrackingToken withIt = (GapAwareTrackingToken) row.trackingToken();
            EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(row), serializer, upcasters)
                    .forEach(event -> events.add(new Placed(row.place(), withIt.getIndex(), withIt.getGaps(), event)));
            reached = withIt;
        }
        token = reached;
        return events;
    }
}
