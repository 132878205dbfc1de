package io.orderflow.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void ofAnOddNumberOfRoundsTheMiddleOneCounts() {
        assertThat(Spread.of(30, 10, 20)).isEqualTo(new Spread(20, 10, 30));
    }

    @Test
    void ofAnEvenNumberTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(40, 10, 20, 30)).isEqualTo(new Spread(25, 10, 40));
    }

    @Test
    void withoutARoundThereIsNone() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }
}
