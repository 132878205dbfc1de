package io.orderflow.notification.view;

import io.orderflow.notification.wording.Notification;
import java.util.List;

/** Answers questions about notifications, as far as they have been stored. */
public class NotificationQueries {

    private final NotificationCollection collection;

    NotificationQueries(NotificationCollection collection) {
        this.collection = collection;
    }

    /** All notifications, newest first. */
    public List<Notification> list(int skip, int limit) {
        return collection.list(skip, limit);
    }

    /** Those of one order, newest first. */
    public List<Notification> ofOrder(long orderId) {
        return collection.listOfOrder(orderId);
    }
}
