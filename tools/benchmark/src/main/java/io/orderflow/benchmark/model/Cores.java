package io.orderflow.benchmark.model;

import java.util.ArrayDeque;
import java.util.Queue;

/** Cores that whoever has something to compute shares: each in turn has one for a slice of time. */
final class Cores {

    /** About what Linux gives to a thread while others wait. */
    private static final double SLICE = 0.003;

    private record Job(double seconds, Runnable done) {}

    private final Simulation simulation;
    private final Queue<Job> waiting = new ArrayDeque<>();
    private int free;
    private double busySeconds;

    Cores(Simulation simulation, int count) {
        this.simulation = simulation;
        this.free = count;
    }

    /** Computes for so long, on one core at a time. */
    void compute(double seconds, Runnable done) {
        waiting.add(new Job(seconds, done));
        next();
    }

    /** By all of the cores. */
    double busySeconds() {
        return busySeconds;
    }

    private void next() {
        while (free > 0 && !waiting.isEmpty()) {
            Job job = waiting.remove();
            double slice = Math.min(SLICE, job.seconds);
            free--;
            busySeconds += slice;
            simulation.after(slice, () -> {
                free++;
                if (job.seconds > slice) {
                    waiting.add(new Job(job.seconds - slice, job.done));
                } else {
                    job.done.run();
                }
                next();
            });
        }
    }
}
