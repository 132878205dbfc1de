package io.orderflow.notification.view;

import static java.util.stream.Collectors.toCollection;

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

    /** Who has more than fifty is as far as before the first of them. */
    private static final int GAPS_TOLD = 51;

    /**
     * A notification, and how far one has come with it.
     *
     * @param place where it is among all
     * @param last the last place that was reached
     * @param gaps places before that one that may still be filled, the first ones of them
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
        SortedSet<Long> told = told();
        for (NotificationDocument document : late) {
            gaps.remove(document.arrival());
            told = told();
            placed.add(new Placed(document.arrival(), last, told, document.toNotification()));
        }
        for (NotificationDocument document : next) {
            long arrival = document.arrival();
            if (arrival > last + 1) {
                passOver(arrival, now);
                told = told();
            }
            last = arrival;
            placed.add(new Placed(arrival, last, told, document.toNotification()));
        }
        return placed;
    }

    private void passOver(long arrival, long now) {
        for (long gap = Math.max(last + 1, arrival - MOST_GAPS); gap < arrival; gap++) {
            gaps.put(gap, now);
        }
        while (gaps.size() > MOST_GAPS) {
            gaps.remove(gaps.firstKey());
        }
    }

    private SortedSet<Long> told() {
        return gaps.keySet().stream().limit(GAPS_TOLD).collect(toCollection(TreeSet::new));
    }
}
