package io.orderflow.ordering.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ShedLogTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final ShedLog shed = new ShedLog();

    @Test
    void eachTimeOfSheddingIsTwoLines(CapturedOutput log) {
        shed.look(0, 10, START);
        for (int second = 0; second < 100; second++) {
            shed.look(10 + second, 900, START.plusSeconds(second));
        }
        for (int second = 100; second < 300; second++) {
            shed.look(109, 0, START.plusSeconds(second));
        }
        shed.look(110, 800, START.plusSeconds(300));

        assertThat(log.toString().lines().filter(line -> line.contains("ShedLog")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("WARN").endsWith("900 are pending"),
                        over -> assertThat(over).contains("INFO").endsWith("109 had been"),
                        again -> assertThat(again).contains("WARN").endsWith("800 are pending"));
    }
}
