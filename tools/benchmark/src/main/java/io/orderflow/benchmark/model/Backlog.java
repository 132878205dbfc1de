package io.orderflow.benchmark.model;

import java.util.Collections;

/** A resource that has nothing to do but to work off what waits for it, with all cores at its disposal. */
public final class Backlog {

    private static final int BATCHES = 50;

    private Backlog() {}

    /**
     * How many orders a second it brings on.
     *
     * @param ofBatch orders that it takes at once
     * @param roundTrip to PostgreSQL, in seconds
     */
    public static double perSecond(Cost cost, int ofBatch, double roundTrip, int cores) {
        Simulation simulation = new Simulation();
        Station<Integer> resource = new Station<>(
                simulation,
                new Cores(simulation, cores),
                batch -> cost.of(batch.size(), 0, roundTrip),
                ofBatch,
                0,
                batch -> {});
        int orders = BATCHES * ofBatch;
        resource.offer(Collections.nCopies(orders, 1));
        simulation.runUntil(() -> resource.handled() == orders);
        return orders / simulation.now();
    }
}
