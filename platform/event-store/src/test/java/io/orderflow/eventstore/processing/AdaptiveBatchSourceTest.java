package io.orderflow.eventstore.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.eventstore.sample.Weather.RainFell;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;

/** Handled as a tracking processor does it: it waits for an event, and goes on while it sees one more. */
class AdaptiveBatchSourceTest {

    private static final long MILLISECOND = 1_000_000;
    private static final int MUCH = 1_000;

    private long time;
    private int eventsOfOnePosition = 1;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AdaptiveBatchSource events = new AdaptiveBatchSource(
            token -> new Endless(), Optional.empty(), new BatchMetrics(metrics, "reader"), 1, () -> time);
    private BlockingStream<TrackedEventMessage<?>> stream = events.openStream(null);

    @Test
    void batchesThatAreQuickGrow() throws InterruptedException {
        assertThat(batch(100)).isEqualTo(25);
        assertThat(batch(100)).isEqualTo(50);
        assertThat(batch(100)).isEqualTo(100);
        assertThat(batch(100)).isEqualTo(200);
        assertThat(batch(100)).isEqualTo(200);
    }

    @Test
    void aBatchThatIsNeitherQuickNorSlowIsFollowedByOneOfItsSize() throws InterruptedException {
        assertThat(batch(1_000)).isEqualTo(25);
        assertThat(batch(1_000)).isEqualTo(25);
    }

    @Test
    void batchesThatAreSlowShrinkToASingleEvent() throws InterruptedException {
        assertThat(batch(5_000)).isEqualTo(25);
        assertThat(batch(5_000)).isEqualTo(12);
        assertThat(batch(5_000)).isEqualTo(6);
        assertThat(batch(5_000)).isEqualTo(3);
        assertThat(batch(5_000)).isEqualTo(1);
        assertThat(batch(5_000)).isEqualTo(1);
    }

    @Test
    void aBatchThatFailedIsTriedAgainInHalves() throws InterruptedException {
        take(0);
        stream.close();
        stream = events.openStream(null);

        assertThat(take(0)).isEqualTo(12);
    }

    @Test
    void whatAnUpcasterMadeOfOneEventStaysTogether() throws InterruptedException {
        eventsOfOnePosition = 4;

        assertThat(batch(1_000)).isEqualTo(28);
    }

    @Test
    void batchesThatWereHandledAreMeasuredAndThoseThatFailedAreCounted() throws InterruptedException {
        batch(100);
        batch(100);
        take(0);
        stream.close();

        DistributionSummary size = metrics.get("orderflow.processor.batch.size")
                .tag("processor", "reader")
                .summary();
        assertThat(size.count()).isEqualTo(2);
        assertThat(size.totalAmount()).isEqualTo(25 + 50);
        assertThat(metrics.get("orderflow.processor.failures")
                        .tag("processor", "reader")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private int batch(long milliseconds) throws InterruptedException {
        int taken = take(milliseconds);
        stream.hasNextAvailable(0, TimeUnit.MILLISECONDS);
        return taken;
    }

    private int take(long milliseconds) throws InterruptedException {
        stream.hasNextAvailable(1, TimeUnit.SECONDS);
        int taken = 0;
        do {
            stream.nextAvailable();
            taken++;
        } while (taken < MUCH && stream.peek().isPresent());
        time += milliseconds * MILLISECOND;
        return taken;
    }

    private final class Endless implements BlockingStream<TrackedEventMessage<?>> {

        private int number;

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return Optional.of(next());
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            return true;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() {
            TrackedEventMessage<?> next = next();
            number++;
            return next;
        }

        private TrackedEventMessage<?> next() {
            return new GenericTrackedEventMessage<>(
                    new GlobalSequenceTrackingToken(number / eventsOfOnePosition),
                    new GenericMessage<>(new RainFell("Ulm", 1), Map.of()),
                    Instant::now);
        }

        @Override
        public void close() {}
    }
}
