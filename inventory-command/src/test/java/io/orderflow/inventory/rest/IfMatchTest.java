package io.orderflow.inventory.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.inventory.product.ExpectedVersions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    @Test
    void whereThereIsNoneAnyVersionWillDo() {
        assertThat(IfMatch.versions(null)).isEqualTo(ExpectedVersions.ANY);
    }

    @Test
    void anAsteriskIsAnyVersion() {
        assertThat(IfMatch.versions("*")).isEqualTo(ExpectedVersions.ANY);
        assertThat(IfMatch.versions(" * ")).isEqualTo(ExpectedVersions.ANY);
    }

    @Test
    void tagsAreVersions() {
        assertThat(IfMatch.versions("\"7\"")).isEqualTo(ExpectedVersions.of(Set.of(7L)));
        assertThat(IfMatch.versions("\"0\",\"7\" , \"7\"")).isEqualTo(ExpectedVersions.of(Set.of(0L, 7L)));
    }

    @Test
    void ofManyTagsThoseCountThatAProductCanHave() {
        assertThat(IfMatch.versions("\"x\", W/\"6\", \"7\"")).isEqualTo(ExpectedVersions.of(Set.of(7L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "\"7",
                "W/\"7\"",
                "\"\"",
                "\"*\"",
                "\"07\"",
                "\"-1\"",
                "\" 7\"",
                "\"7,8\"",
                "\"x\", *",
                "\"99999999999999999999\"",
                "\"\u0667\""
            })
    void whatIsNoTagOfAProductMatchesNothing(String header) {
        assertThat(IfMatch.versions(header)).isEqualTo(ExpectedVersions.of(Set.of()));
    }
}
