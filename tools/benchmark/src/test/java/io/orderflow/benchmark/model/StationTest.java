package io.orderflow.benchmark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What is known of queues holds for the model's. */
class StationTest {

    private static final double SERVICE = 0.001;
    private static final Percentage CLOSE = Percentage.withPercentage(3);

    private final Simulation simulation = new Simulation();
    private final Cores cores = new Cores(simulation, 1);
    private final Random random = new Random(7);
    private double waited;
    private int done;

    @Test
    void customersOfASteadyServerWaitAsPollaczekAndKhinchinSay() {
        Station<Double> server = new Station<>(
                simulation, cores, batch -> new Station.Work(SERVICE, 0, 0), 1, 0, batch -> leave(batch.get(0)));
        double utilisation = 0.8;
        arrive(server, utilisation / SERVICE, 200_000);

        simulation.runUntil(() -> done == 200_000);

        assertThat(waited / done).isCloseTo(utilisation * SERVICE / (2 * (1 - utilisation)), CLOSE);
    }

    @Test
    void utilisationIsThroughputTimesService() {
        Station<Double> server = new Station<>(
                simulation, cores, batch -> new Station.Work(SERVICE, 0, 0), 1, 0, batch -> leave(batch.get(0)));
        arrive(server, 300, 50_000);

        simulation.runUntil(() -> done == 50_000);

        double throughput = done / simulation.now();
        assertThat(server.handled()).isEqualTo(50_000);
        assertThat(server.busySeconds() / simulation.now()).isCloseTo(throughput * SERVICE, within(1e-6));
    }

    @Test
    void aServerWithABacklogTakesFullBatchesWithoutAPause() {
        Station<Integer> server = new Station<>(
                simulation,
                cores,
                batch -> new Station.Work(0.01, 0.0001 * batch.size(), 0),
                100,
                0.010,
                batch -> done += batch.size());

        server.offer(Collections.nCopies(10_000, 1));
        simulation.runUntil(() -> done == 10_000);

        assertThat(done / simulation.now()).isCloseTo(100 / (0.01 + 100 * 0.0001), CLOSE);
    }

    @Test
    void batchesThatAreNotFullFollowEachOtherAtAPace() {
        Station<Integer> server = new Station<>(
                simulation, cores, batch -> new Station.Work(0.001, 0, 0), 100, 0.010, batch -> offerNext());
        next = () -> server.offer(List.of(1));
        next.run();

        simulation.runUntil(() -> done == 50);

        assertThat(simulation.now()).isCloseTo(49 * 0.010 + 0.001, within(1e-9));
    }

    @Test
    void jobsShareTheCoresEvenly() {
        Cores two = new Cores(simulation, 2);
        for (int job = 0; job < 4; job++) {
            two.compute(0.3, () -> done++);
        }

        simulation.runUntil(() -> done == 1);
        assertThat(simulation.now()).isCloseTo(0.6, within(0.01));
        simulation.runUntil(() -> done == 4);
        assertThat(simulation.now()).isCloseTo(0.6, within(1e-9));
        assertThat(two.busySeconds()).isCloseTo(1.2, within(1e-9));
    }

    private Runnable next;

    private void offerNext() {
        done++;
        next.run();
    }

    /** By a Poisson process. */
    private void arrive(Station<Double> server, double perSecond, int customers) {
        double at = 0;
        for (int customer = 0; customer < customers; customer++) {
            at += -Math.log(1 - random.nextDouble()) / perSecond;
            double arrival = at;
            simulation.after(at, () -> server.offer(List.of(arrival)));
        }
    }

    private void leave(double arrival) {
        waited += simulation.now() - arrival - SERVICE;
        done++;
    }
}
