package io.orderflow.eventstore.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

@ExtendWith(OutputCaptureExtension.class)
class FailureLogTest {

    private final AtomicLong nanos = new AtomicLong();
    private final FailureLog failures =
            new FailureLog(LoggerFactory.getLogger(FailureLogTest.class), "The replay fails", nanos::get);

    @Test
    void whatComesAgainIsSaidOnceAMinuteAndThatItIsOver(CapturedOutput log) {
        for (int second = 0; second < 180; second++) {
            failures.failed(new DataAccessResourceFailureException("The database is away"));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        failures.succeeded();
        failures.succeeded();

        assertThat(log.toString().lines().filter(line -> line.contains("The replay fails")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("WARN").endsWith("is tried again: The database is away"),
                        minute -> assertThat(minute).contains("has been tried 61 times"),
                        minute -> assertThat(minute).contains("has been tried 121 times"),
                        last -> assertThat(last).contains("INFO").endsWith("no more, after 180 times"));
        assertThat(log).doesNotContain("\tat ");
    }

    @Test
    void anotherFailureIsSaidAtOnceAndOneThatNobodyHasForeseenWithItsPlace(CapturedOutput log) {
        failures.failed(new DataAccessResourceFailureException("The database is away"));
        failures.failed(new NullPointerException("nothing there"));

        assertThat(log)
                .contains("The database is away")
                .contains("nothing there")
                .contains("\tat ");
    }

    @Test
    void aFailureIsOneLineWithItsCause() {
        assertThat(FailureLog.sentence(
                        new IllegalStateException("It\nfailed", new IllegalArgumentException("as\tit\u0000must"))))
                .isEqualTo("It failed: as it must");
    }
}
