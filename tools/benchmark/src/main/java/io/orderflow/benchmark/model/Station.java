package io.orderflow.benchmark.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A thread that does one thing after the other: it takes what waits for it, as much as it may at once, and passes on what comes of it. */
final class Station<T> {

    /**
     * What a batch takes.
     *
     * @param waiting in seconds, for others that are no core of this machine
     * @param computing in seconds, by the thread
     * @param beside in seconds, what others compute for it meanwhile
     */
    record Work(double waiting, double computing, double beside) {}

    /** Says what a batch takes. */
    interface Cost<T> {
        Work of(List<T> batch);
    }

    private final Simulation simulation;
    private final Cores cores;
    private final Cost<T> cost;
    private final int most;
    private final double pace;
    private final Consumer<List<T>> done;
    private final Queue<T> backlog = new ArrayDeque<>();
    private boolean busy;
    private double busySeconds;
    private long handled;

    /**
     * @param most how much it takes at once
     * @param pace in seconds, the least from the beginning of a batch that was not full to that of the next
     * @param done gets each batch when it is done
     */
    Station(Simulation simulation, Cores cores, Cost<T> cost, int most, double pace, Consumer<List<T>> done) {
        this.simulation = simulation;
        this.cores = cores;
        this.cost = cost;
        this.most = most;
        this.pace = pace;
        this.done = done;
    }

    void offer(List<T> items) {
        backlog.addAll(items);
        work();
    }

    /** How long it has had something to do, in seconds. */
    double busySeconds() {
        return busySeconds;
    }

    long handled() {
        return handled;
    }

    private void work() {
        if (busy || backlog.isEmpty()) {
            return;
        }
        busy = true;
        double begun = simulation.now();
        List<T> batch = new ArrayList<>();
        while (batch.size() < most && !backlog.isEmpty()) {
            batch.add(backlog.remove());
        }
        Work work = cost.of(batch);
        if (work.beside > 0) {
            cores.compute(work.beside, () -> {});
        }
        simulation.after(work.waiting, () -> cores.compute(work.computing, () -> finish(batch, begun)));
    }

    private void finish(List<T> batch, double begun) {
        double took = simulation.now() - begun;
        busySeconds += took;
        handled += batch.size();
        done.accept(batch);
        simulation.after(batch.size() < most ? Math.max(0, pace - took) : 0, () -> {
            busy = false;
            work();
        });
    }
}
