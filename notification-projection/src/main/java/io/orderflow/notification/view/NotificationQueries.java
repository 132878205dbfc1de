package io.orderflow.notification.view;

import io.orderflow.notification.wording.Notification;
import java.util.List;

/** Answers questions about notifications, as far as they have been stored. */
public class NotificationQueries {

    private final NotificationCollection collection;
    private final ArrivalNumbers numbers;

    NotificationQueries(NotificationCollection collection, ArrivalNumbers numbers) {
        this.collection = collection;
        this.numbers = numbers;
    }

    /** How many have arrived, as far as they are numbered. */
    public long arrived() {
        return numbers.last();
    }

    /** Those that arrive after so many. */
    public NotificationTail tailAfter(long arrived) {
        return new NotificationTail(collection, arrived, System::nanoTime);
    }

    /**
     * Notifications, newest first.
     *
     * @param customer only those of its orders; null for all there are
     */
    public List<Notification> list(String customer, int skip, int limit) {
        return collection.list(customer, skip, limit);
    }

    /**
     * Those of one order, newest first.
     *
     * @param customer only if it is its order; null for whosever it is
     */
    public List<Notification> ofOrder(String customer, long orderId) {
        return collection.listOfOrder(customer, orderId);
    }
}
