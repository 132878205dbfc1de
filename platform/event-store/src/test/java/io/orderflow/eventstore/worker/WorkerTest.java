package io.orderflow.eventstore.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerTest {

    private final AtomicInteger steps = new AtomicInteger();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final Worker worker = new Worker("work", this::step);

    @AfterEach
    void stop() {
        if (worker.isRunning()) {
            worker.stop();
        }
    }

    static List<Throwable> whatATaskMayThrow() {
        return List.of(new IllegalStateException("the database is gone"), new StackOverflowError("too deep"));
    }

    @ParameterizedTest
    @MethodSource("whatATaskMayThrow")
    void aTaskThatFails_isRepeated(Throwable failure) {
        failures.add(failure);

        worker.start();

        await().until(() -> failures.isEmpty() && steps.get() > 0);
    }

    @Test
    void afterItWasStopped_nothingIsRepeated() {
        worker.start();
        await().until(() -> steps.get() > 0);

        worker.stop();

        int last = steps.get();
        assertThat(worker.isRunning()).isFalse();
        assertThat(steps).hasValue(last);
    }

    @Test
    void whoIsWokenDoesNotPauseToItsEnd() {
        Worker lazy = new Worker("lazy", this::step, Duration.ofDays(1));
        lazy.start();
        await().until(() -> steps.get() == 1);

        lazy.wake();

        await().until(() -> steps.get() == 2);
        lazy.stop();
    }

    private boolean step() {
        Throwable failure = failures.poll();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        steps.incrementAndGet();
        return false;
    }
}
