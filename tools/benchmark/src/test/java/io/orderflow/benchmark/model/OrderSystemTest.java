package io.orderflow.benchmark.model;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class OrderSystemTest {

    private static final int SEED = 1;
    private static final double SECONDS = 60;
    private static final double REQUEST = 0.0005;
    private static final double OF_ORDER = 0.0001;
    private static final double HALF_OF_ONE_PRODUCT = 0.5;
    private static final Percentage CLOSE = Percentage.withPercentage(5);

    @Test
    void theSameSeedGivesTheSameRunAndAnotherOneAnother() {
        Setup setup = new Setup(4, 2, 0.002, 64, SECONDS, HALF_OF_ONE_PRODUCT);

        Outcome once = OrderSystem.run(costs(5), setup, SEED);

        assertThat(OrderSystem.run(costs(5), setup, SEED)).isEqualTo(once);
        assertThat(OrderSystem.run(costs(5), setup, SEED + 1).perSecond()).isNotEqualTo(once.perSecond());
    }

    @Test
    void coresThatAreFullAreTheLimit() {
        Setup setup = new Setup(1, 2, 0, 64, SECONDS, HALF_OF_ONE_PRODUCT);

        Outcome outcome = OrderSystem.run(costs(0), setup, SEED);

        double cpu = REQUEST + OF_ORDER * Resource.values().length;
        assertThat(outcome.cpu()).isCloseTo(cpu, CLOSE);
        assertThat(outcome.perSecond()).isCloseTo(2 / cpu, CLOSE);
    }

    @Test
    void aThreadThatWaitsIsTheLimitWhileCoresAreIdle() {
        double roundTrip = 0.04;
        int roundTrips = 10;
        Setup setup = new Setup(1, 1_000, roundTrip, 1_000, SECONDS, HALF_OF_ONE_PRODUCT);

        Outcome outcome = OrderSystem.run(fulfilmentWaits(roundTrips), setup, SEED);

        double ordersOfBatch = 200 / 3.0; // each has three events in the store
        double secondsOfBatch = roundTrips * roundTrip + OF_ORDER * ordersOfBatch;
        assertThat(outcome.busiest()).isEqualTo(Resource.FULFILMENT);
        assertThat(outcome.perSecond()).isCloseTo(ordersOfBatch / secondsOfBatch, CLOSE);
    }

    @Test
    void twiceAsManySegmentsBringTwiceAsMuchWhereThreadsWait() {
        Setup one = new Setup(1, 1_000, 0.04, 1_000, SECONDS, HALF_OF_ONE_PRODUCT);
        Setup two = new Setup(2, 1_000, 0.04, 1_000, SECONDS, HALF_OF_ONE_PRODUCT);

        assertThat(OrderSystem.run(fulfilmentWaits(10), two, SEED).perSecond())
                .isCloseTo(2 * OrderSystem.run(fulfilmentWaits(10), one, SEED).perSecond(), CLOSE);
    }

    @Test
    void aProductOfWhichAllIsOrderedIsTheWorkOfOneSegment() {
        Setup mixed = new Setup(8, 1_000, 0.04, 1_000, SECONDS, 0.1);
        Setup hot = new Setup(8, 1_000, 0.04, 1_000, SECONDS, 1);

        assertThat(OrderSystem.run(with(Resource.RESERVATION, new Cost(0, 0.002, 1, 0, 1)), hot, SEED)
                        .perSecond())
                .isCloseTo(1 / 0.002, CLOSE)
                .isLessThan(OrderSystem.run(with(Resource.RESERVATION, new Cost(0, 0.002, 1, 0, 1)), mixed, SEED)
                                .perSecond()
                        / 2);
    }

    private static Costs fulfilmentWaits(int roundTrips) {
        return with(Resource.FULFILMENT, new Cost(0, OF_ORDER, 1, 0, roundTrips));
    }

    private static Costs with(Resource resource, Cost cost) {
        Map<Resource, Cost> all = costsOf(0);
        all.put(resource, cost);
        return new Costs(all, REQUEST, 0);
    }

    private static Costs costs(int roundTrips) {
        return new Costs(costsOf(roundTrips), REQUEST, 0);
    }

    private static Map<Resource, Cost> costsOf(int roundTrips) {
        return Stream.of(Resource.values())
                .collect(toMap(identity(), resource -> new Cost(0, OF_ORDER, 1, 0, roundTrips)));
    }
}
