package io.orderflow.benchmark.model;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A time that jumps from one thing that happens to the next. What happens at the same time does so in the order in which it was planned. */
final class Simulation {

    private record Planned(double at, long number, Runnable what) {}

    private final PriorityQueue<Planned> agenda =
            new PriorityQueue<>(Comparator.comparingDouble(Planned::at).thenComparingLong(Planned::number));

    private double now;
    private long planned;

    /** In seconds since the beginning. */
    double now() {
        return now;
    }

    void after(double seconds, Runnable what) {
        if (seconds < 0) {
            throw new IllegalArgumentException("The past cannot be changed");
        }
        agenda.add(new Planned(now + seconds, planned++, what));
    }

    /** Lets time pass until it is so; if that is not before nothing is left to happen, that is an {@link IllegalStateException}. */
    void runUntil(BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            Planned next = agenda.poll();
            if (next == null) {
                throw new IllegalStateException("Nothing is left to happen");
            }
            now = next.at;
            next.what.run();
        }
    }
}
