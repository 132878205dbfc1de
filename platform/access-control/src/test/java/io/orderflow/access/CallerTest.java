package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallerTest {

    private static final Caller NOBODY = new Caller(null, true);
    private static final Caller ANNA = new Caller("anna", false);

    @Test
    void aKeyOfNobodyIsKeptAsItIs() {
        assertThat(NOBODY.own("k1")).isEqualTo("k1");
    }

    @Test
    void nobodyMeetsTheKeysOfOthers() {
        assertThat(Stream.of(
                        NOBODY.own("k1"),
                        NOBODY.own("anna k1"),
                        ANNA.own("k1"),
                        new Caller("ben", false).own("k1"),
                        new Caller("annak", false).own("1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void everybodyMeetsItsOwn_alsoWithAnotherRole() {
        assertThat(ANNA.own("k1")).isEqualTo(new Caller("anna", true).own("k1"));
    }
}
