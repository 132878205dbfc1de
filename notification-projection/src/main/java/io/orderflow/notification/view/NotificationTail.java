package io.orderflow.notification.view;

import io.orderflow.notification.wording.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Follows the notifications by the numbers of their arrival: each that arrives from its beginning on, whichever instance has
 * stored it. One that is stored again may come again. For one thread.
 */
public final class NotificationTail {

    /** A number that is missing for so long will never come. */
    private static final Duration PATIENCE = ArrivalNumbers.LONGEST_WRITE.plusSeconds(10);

    /** Far more than can be under way at a time. */
    private static final int MOST_GAPS = 10_000;

    /**
     * A notification, and how far one has come with it.
     *
     * @param place where it is among all
     * @param last the last place that was reached
     * @param gaps places before that one that may still be filled
     */
    public record Placed(long place, long last, SortedSet<Long> gaps, Notification notification) {}

    private final NotificationCollection notifications;
    private final LongSupplier nanoTime;

    /** Numbers that were passed over, and when. */
    private final SortedMap<Long, Long> gaps = new TreeMap<>();

    private long last;

    NotificationTail(NotificationCollection notifications, long after, LongSupplier nanoTime) {
        this.notifications = notifications;
        this.last = after;
        this.nanoTime = nanoTime;
    }

    /** The next ones, about so many; none if there are none yet. */
    public List<Placed> next(int limit) {
        long now = nanoTime.getAsLong();
        gaps.values().removeIf(since -> now - since > PATIENCE.toNanos());
        List<NotificationDocument> late = notifications.arrivedAs(gaps.keySet());
        List<NotificationDocument> next = notifications.arrivedAfter(last, limit);
        List<Placed> placed = new ArrayList<>();
        for (NotificationDocument document : late) {
            gaps.remove(document.arrival());
            placed.add(placed(document));
        }
        for (NotificationDocument document : next) {
            long arrival = document.arrival();
            for (long gap = Math.max(last + 1, arrival - MOST_GAPS); gap < arrival; gap++) {
                gaps.put(gap, now);
            }
            last = arrival;
            placed.add(placed(document));
        }
        return placed;
    }

    private Placed placed(NotificationDocument document) {
        return new Placed(document.arrival(), last, new TreeSet<>(gaps.keySet()), document.toNotification());
    }
}
