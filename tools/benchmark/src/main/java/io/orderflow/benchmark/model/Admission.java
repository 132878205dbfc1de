package io.orderflow.benchmark.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

/** Lets in as many orders as end in two seconds, by what has ended lately, as the system does; who is too many waits. */
final class Admission {

    private record Sample(double at, int ended) {}

    private static final double PERIOD = 0.2;
    private static final double LONGEST_PENDING = 2;
    private static final double SHORTEST_WINDOW = 0.5;
    /** Where nothing has been measured. */
    static final double FIRST = 100;

    private static final double LEAST = 32;
    private static final double PART = 0.25;

    private final Simulation simulation;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private double limit;
    private double room;
    private int pending;
    private int ended;

    /** @param limit how many may be pending to begin with */
    Admission(Simulation simulation, double limit) {
        this.simulation = simulation;
        this.limit = limit;
        measure();
    }

    void enter(Runnable order) {
        waiting.add(order);
        admit();
    }

    /** How many may be pending now. */
    double limit() {
        return limit;
    }

    void ended(int orders) {
        ended += orders;
        pending -= orders;
    }

    private void admit() {
        while (room >= 1 && !waiting.isEmpty()) {
            room--;
            pending++;
            waiting.remove().run();
        }
    }

    private void measure() {
        samples.add(new Sample(simulation.now(), ended));
        while (samples.getFirst().at < simulation.now() - LONGEST_PENDING) {
            samples.removeFirst();
        }
        double seconds = simulation.now() - samples.getFirst().at;
        double perSecond = seconds < SHORTEST_WINDOW ? 0 : (ended - samples.getFirst().ended) / seconds;
        if (!waiting.isEmpty() && perSecond > 0) {
            limit += (Math.max(LEAST, perSecond * LONGEST_PENDING) - limit) * PART;
        }
        room = limit - pending;
        admit();
        simulation.after(PERIOD, this::measure);
    }
}
