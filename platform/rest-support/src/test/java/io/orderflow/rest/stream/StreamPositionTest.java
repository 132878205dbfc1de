package io.orderflow.rest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "120", "120-117", "120-117-118"})
    void anIdIsReadAsItWasWritten(String id) {
        assertThat(StreamPosition.parse(id)).map(StreamPosition::toString).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "120-", "120--1", "1.5", "x", "12345678901234567890", "120 ", "\u0661"})
    void anythingElseIsNone(String id) {
        assertThat(StreamPosition.parse(id)).isEmpty();
    }

    @Test
    void whatIsBehindItAndWhatIsInItsGapsIsLacking() {
        StreamPosition position = new StreamPosition(120, gaps(117, 118));

        assertThat(LongStream.rangeClosed(115, 122).filter(position::lacks)).containsExactly(117L, 118L, 121L, 122L);
        assertThat(position.firstMissing()).isEqualTo(117);
        assertThat(new StreamPosition(120, gaps()).firstMissing()).isEqualTo(121);
    }

    @Test
    void withTooManyGapsItIsBeforeTheFirst_soThatNothingIsMissed() {
        StreamPosition position =
                new StreamPosition(1000, gaps(LongStream.rangeClosed(501, 551).toArray()));

        assertThat(position.toString()).isEqualTo("500");
    }

    private static SortedSet<Long> gaps(long... places) {
        return new TreeSet<>(List.of(LongStream.of(places).boxed().toArray(Long[]::new)));
    }
}
