package io.orderflow.eventstore.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** An operator who writes a duration that makes no sense is told at the start, in words that help. */
@ExtendWith(OutputCaptureExtension.class)
class DurationRangeTest {

    @ConfigurationProperties("sample")
    record Sample(
            @DefaultValue("10s") @DurationRange(min = "100ms", max = "15s")
            Duration timeout,

            @DefaultValue("10") Duration anyOther) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(SettingsAutoConfiguration.class)
    @EnableConfigurationProperties(Sample.class)
    static class Application {}

    @ParameterizedTest
    @CsvSource({"100ms, 100", "1s, 1000", "15s, 15000", "PT5S, 5000", "15000ms, 15000"})
    void givenADurationWithinItsRange_whenStarted_thenItIsTaken(String written, long millis) {
        assertThat(timeout("--sample.timeout=" + written)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void givenNoDuration_whenStarted_thenItIsTheDefault() {
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(timeout("--sample.any-other=30")).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"30", "5000", "0", "-1", "", "0s", "-10s", "99ms", "15001ms", "20s", "3h", "10 seconds", "soon"})
    void givenAnyOther_whenStarted_thenItSaysWhichWhereAndWhatItMayBe(String written, CapturedOutput output) {
        assertThatThrownBy(() -> timeout("--sample.timeout=" + written)).isInstanceOf(Exception.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Property: sample.timeout")
                .contains("Value: \"" + written + "\"")
                .contains("it must be a duration from 100ms to 15s, written with its unit: ms, s, m, h or d")
                .doesNotContain("\tat ");
    }

    private static Duration timeout(String... settings) {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(settings)) {
            return application.getBean(Sample.class).timeout();
        }
    }
}
