package io.orderflow.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientsTest {

    @Test
    void eachRequestIsMadeOnceAndItsLatencyCounted() {
        Queue<Integer> made = new ConcurrentLinkedQueue<>();

        Clients.Measured measured = Clients.run(3, 100, made::add);

        assertThat(made)
                .hasSize(100)
                .containsAll(IntStream.range(0, 100).boxed().toList());
        assertThat(measured.requests()).isEqualTo(100);
        assertThat(measured.latencies().count()).isEqualTo(100);
    }

    @Test
    void theClientsWorkAtTheSameTime() {
        CyclicBarrier allFour = new CyclicBarrier(4); // nobody passes unless four have come

        assertThat(Clients.run(4, 8, number -> await(allFour)).requests()).isEqualTo(8);
    }

    @Test
    void aRequestThatFailsEndsTheMeasurement() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Clients.run(2, 10, number -> {
                    throw new IllegalStateException("The system answered 500");
                }))
                .withMessageContaining("The system answered 500");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
