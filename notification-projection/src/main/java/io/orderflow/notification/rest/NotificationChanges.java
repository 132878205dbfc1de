package io.orderflow.notification.rest;

import io.orderflow.notification.view.NotificationQueries;
import io.orderflow.notification.view.NotificationTail;
import io.orderflow.notification.wording.Notification;
import io.orderflow.rest.stream.LiveStream;
import io.orderflow.rest.stream.LiveStreamReader;
import io.orderflow.rest.stream.StreamPosition;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Notifications as they arrive. A rebuilt model has not seen them arrive, and may have other ones: then clients reload. So that
 * this holds for who is away meanwhile, too, a place counts within its model, and those of a later model are higher.
 */
final class NotificationChanges implements LiveStreamReader.Source<Notification> {

    /** How far at least it begins before the last one. */
    static final int PLACES_KEPT = 5_000;

    /** How many are kept for those who come back. */
    static final int KEPT = 2 * PLACES_KEPT;

    private static final int MOST_AT_ONCE = 1_000;

    /** More than ever arrive in a model. */
    private static final long PLACES_OF_A_MODEL = 1L << 40;

    private final NotificationQueries notifications;
    private final LongSupplier generation;
    private final JsonMapper json;

    private long model;
    private NotificationTail tail;

    /** @param generation a number that grows when a rebuilt model has become the live one */
    NotificationChanges(NotificationQueries notifications, LongSupplier generation, JsonMapper json) {
        this.notifications = notifications;
        this.generation = generation;
        this.json = json;
    }

    @Override
    public long begin() {
        model = generation.getAsLong();
        long start = LiveStreamReader.beginning(notifications.arrived(), PLACES_KEPT);
        tail = notifications.tailAfter(start);
        return placeOf(start);
    }

    @Override
    public boolean isOutdated() {
        return generation.getAsLong() != model;
    }

    @Override
    public boolean readInto(LiveStream<Notification> stream) {
        List<NotificationTail.Placed> next = tail.next(MOST_AT_ONCE);
        for (NotificationTail.Placed placed : next) {
            TreeSet<Long> gaps = new TreeSet<>();
            placed.gaps().forEach(gap -> gaps.add(placeOf(gap)));
            stream.add(
                    placeOf(placed.place()),
                    new StreamPosition(placeOf(placed.last()), gaps),
                    placed.notification(),
                    json.writeValueAsString(NotificationResponse.of(placed.notification())));
        }
        return next.size() >= MOST_AT_ONCE;
    }

    private long placeOf(long arrival) {
        return model * PLACES_OF_A_MODEL + arrival;
    }
}
