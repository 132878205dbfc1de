package io.orderflow.notification.view;

import io.orderflow.notification.wording.Notification;
import io.orderflow.notification.wording.Wording;
import io.orderflow.relay.inbox.EventSink;
import io.orderflow.relay.inbox.RefusedEventException;
import io.orderflow.relay.wire.EventRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventhandling.EventMessage;

/**
 * Writes the notifications of events, a batch in one round trip. Events that nobody is told of pass.
 *
 * <p>An event that MongoDB could never take is refused: tried again and again, it would hold up all that follow it.
 */
final class NotificationProjection implements EventSink {

    /** Far below what fits in a document (16 MB), far above what an order of 100 lines can give as its reason. */
    private static final int LONGEST_MESSAGE = 1_000_000;

    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final NotificationCollection notifications;

    NotificationProjection(NotificationCollection notifications) {
        this.notifications = notifications;
    }

    @Override
    public int store(List<EventMessage<?>> events) {
        return notifications.addMissing(
                events.stream().flatMap(event -> notificationOf(event).stream()).toList());
    }

    /** Each event of this application's queue has a notification. */
    @Override
    public List<EventRef> missing(List<EventRef> events) {
        Set<String> known =
                Set.copyOf(notifications.known(events.stream().map(EventRef::id).toList()));
        return events.stream().filter(event -> !known.contains(event.id())).toList();
    }

    private static Optional<Notification> notificationOf(EventMessage<?> event) {
        Optional<Notification> notification =
                Wording.of(event.getPayload(), event.getIdentifier(), event.getTimestamp());
        notification.ifPresent(candidate -> requireStorable(candidate, event));
        return notification;
    }

    private static void requireStorable(Notification notification, EventMessage<?> event) {
        if (notification.message().length() > LONGEST_MESSAGE) {
            throw new RefusedEventException(
                    event, "its notification would be longer than " + LONGEST_MESSAGE + " characters");
        }
        if (notification.createdAt().isBefore(EARLIEST)
                || notification.createdAt().isAfter(LATEST)) {
            throw new RefusedEventException(event, "its time, " + notification.createdAt() + ", cannot be stored");
        }
    }
}
