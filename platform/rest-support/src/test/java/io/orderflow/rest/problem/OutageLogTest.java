package io.orderflow.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OutageLogTest {

    private final AtomicLong nanos = new AtomicLong();
    private final OutageLog outage =
            new OutageLog(LoggerFactory.getLogger(OutageLogTest.class), "The database could not be used", nanos::get);

    @Test
    void manyRequestsThatFailAreALineAMinute(CapturedOutput log) {
        for (int request = 0; request < 130; request++) {
            outage.failed("connection refused");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(log.toString().lines().filter(line -> line.contains("The database could not be used")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("by 1 requests").endsWith(": connection refused"),
                        minute -> assertThat(minute).contains("by 60 requests"),
                        next -> assertThat(next).contains("by 60 requests"));
    }
}
