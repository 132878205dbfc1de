package io.orderflow.ordering.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.orderflow.eventstore.history.EventHistory;
import io.orderflow.eventstore.processing.ProcessorPositions;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OrderChangesTest {

    private final EventHistory history = mock(EventHistory.class);
    private final ProcessorPositions positions = mock(ProcessorPositions.class);
    private final OrderChanges changes = new OrderChanges(history, positions, mock(EventStore.class), new JsonMapper());

    @Test
    void aYoungStoreIsReadFromItsBeginning_soThatEachPlaceReachedIsOneToComeBackTo() {
        when(positions.head()).thenReturn(5L);

        assertThat(changes.begin()).isZero();
        verify(history).tailAfter(0);
    }

    @Test
    void instancesThatBeginALittleApartBeginAtTheSamePlace_soThatNoneHasForgottenTheGapsOfAnother() {
        when(positions.head()).thenReturn(45_000L, 45_300L);

        assertThat(changes.begin()).isEqualTo(30_000);
        assertThat(changes.begin()).isEqualTo(30_000);
        verify(history, times(2)).tailAfter(30_000);
    }
}
