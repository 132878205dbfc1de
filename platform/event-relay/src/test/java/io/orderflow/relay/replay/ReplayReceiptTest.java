package io.orderflow.relay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ReplayReceiptTest {

    private static final ReplayMarker START_OF_3 = new ReplayMarker("station", false, 3);
    private static final ReplayMarker END_OF_3 = new ReplayMarker("station", true, 3);

    private final ReplayReceipt none = ReplayReceipt.none("station");

    @Test
    void givenAllEvents_whenTheEndComes_thenItIsComplete() {
        ReplayReceipt all =
                none.plusMarker(START_OF_3).plusEvent(1).plusEvent(2).plusEvent(3);

        assertThat(all.isComplete()).isFalse();
        assertThat(all.plusMarker(END_OF_3).isComplete()).isTrue();
        assertThat(all.total()).isEqualTo(3);
        assertThat(all.received()).isEqualTo(3);
    }

    @Test
    void givenAChunkThatComesAgain_thenItIsCountedOnce() {
        ReplayReceipt twice = none.plusEvent(1)
                .plusEvent(2)
                .plusMarker(START_OF_3)
                .plusEvent(1)
                .plusEvent(2);

        assertThat(twice.received()).isEqualTo(2);
        assertThat(twice.plusEvent(3).plusMarker(END_OF_3).isComplete()).isTrue();
    }

    @Test
    void givenAGap_thenItIsMissed() {
        assertThatExceptionOfType(BrokenReplayException.class)
                .isThrownBy(() -> none.plusEvent(1).plusEvent(5))
                .withMessage("Events 2 to 4 of the history of station did not arrive; was the queue purged?");
    }

    @Test
    void givenTheLastEventsAreMissing_whenTheEndComes_thenTheyAreMissed() {
        assertThatExceptionOfType(BrokenReplayException.class)
                .isThrownBy(() -> none.plusEvent(1).plusMarker(END_OF_3))
                .withMessageContaining("Events 2 to 3");
    }

    @Test
    void givenAServiceWithoutHistory_whenTheEndComes_thenItIsComplete() {
        assertThat(none.plusMarker(new ReplayMarker("station", true, 0)).isComplete())
                .isTrue();
    }

    @Test
    void givenAnEstimateThatWasWrong_thenWhatIsExpectedIsWhatHasArrivedAtLeastAndExactAtTheEnd() {
        ReplayReceipt tooLow = none.plusMarker(new ReplayMarker("station", false, 1))
                .plusEvent(1)
                .plusEvent(2);
        ReplayReceipt tooHigh =
                none.plusMarker(new ReplayMarker("station", false, 90)).plusEvent(1);

        assertThat(tooLow.expected()).isEqualTo(2);
        assertThat(tooHigh.expected()).isEqualTo(90);
        assertThat(tooHigh.plusMarker(new ReplayMarker("station", true, 1)).expected())
                .isEqualTo(1);
    }
}
