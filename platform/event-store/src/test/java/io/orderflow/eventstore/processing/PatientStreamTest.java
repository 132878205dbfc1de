package io.orderflow.eventstore.processing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.eventstore.sample.Weather.SunShone;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;

/** Rain is urgent here, and sunshine is not. */
class PatientStreamTest {

    private static final int MOST = 3;

    private final BlockingQueue<TrackedEventMessage<?>> arrivals = new LinkedBlockingQueue<>();
    private final PatientStream stream =
            new PatientStream(new Arrivals(), new Patience("weather", Set.of(RainFell.class))::isUrgent, MOST);
    private int number;

    @Test
    void whatIsNotUrgentIsShownWhenTheMomentIsOver() throws InterruptedException {
        arrive(new SunShone("Bonn"));

        assertThat(stream.hasNextAvailable(1, SECONDS)).isTrue();
        assertThat(stream.nextAvailable().getPayload()).isEqualTo(new SunShone("Bonn"));
        assertThat(stream.peek()).isEmpty();
        assertThat(stream.hasNextAvailable(0, SECONDS)).isFalse();
    }

    @Test
    void nothingIsLostOrOutOfOrder() throws InterruptedException {
        arrive(new SunShone("Bonn"));
        arrive(new SunShone("Ulm"));
        arrive(new RainFell("Ulm", 1));
        arrive(new SunShone("Ulm"));
        arrive(new RainFell("Ulm", 2));

        for (int token = 0; token < 5; token++) {
            assertThat(stream.hasNextAvailable(1, SECONDS)).isTrue();
            assertThat(stream.peek().orElseThrow().trackingToken().position()).hasValue(token);
            assertThat(stream.nextAvailable().trackingToken().position()).hasValue(token);
        }
    }

    @Test
    void noMoreAreKeptThanItIsTold() throws InterruptedException {
        for (int event = 0; event < MOST + 2; event++) {
            arrive(new SunShone("Bonn"));
        }

        assertThat(stream.hasNextAvailable(1, SECONDS)).isTrue();
        assertThat(arrivals).hasSize(2);
    }

    private void arrive(Object event) {
        arrivals.add(new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(number++), new GenericMessage<>(event, Map.of()), Instant::now));
    }

    private final class Arrivals implements BlockingStream<TrackedEventMessage<?>> {

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return Optional.ofNullable(arrivals.peek());
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            long end = System.nanoTime() + unit.toNanos(timeout);
            while (arrivals.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            return !arrivals.isEmpty();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return arrivals.take();
        }

        @Override
        public void close() {}
    }
}
