package io.orderflow.notification.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.orderflow.notification.view.NotificationQueries;
import io.orderflow.notification.view.NotificationTail;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NotificationChangesTest {

    private final NotificationQueries notifications = mock(NotificationQueries.class);
    private final AtomicLong generation = new AtomicLong(3);
    private final NotificationChanges changes =
            new NotificationChanges(notifications, generation::get, new JsonMapper());

    @Test
    void itBeginsSoFarBackThatWhoWasAwayMissesNothing() {
        when(notifications.arrived()).thenReturn(24_300L);

        changes.begin();

        verify(notifications).tailAfter(15_000);
    }

    @Test
    void anotherModelMakesWhatWasReadOutdated_andItsPlacesAreBehindAllOfThatBefore() {
        NotificationTail tail = mock(NotificationTail.class);
        when(tail.next(anyInt())).thenReturn(List.of());
        when(notifications.tailAfter(anyLong())).thenReturn(tail);
        when(notifications.arrived()).thenReturn(1_000_000L, 0L);
        long before = changes.begin();
        assertThat(changes.isOutdated()).isFalse();

        generation.incrementAndGet();

        assertThat(changes.isOutdated()).isTrue();
        assertThat(changes.begin()).isGreaterThan(before + 1_000_000);
        assertThat(changes.isOutdated()).isFalse();
    }
}
