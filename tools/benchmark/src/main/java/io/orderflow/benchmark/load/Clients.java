package io.orderflow.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that each make one request after the other, until a number of requests is made. */
public final class Clients {

    private Clients() {}

    /**
     * What was measured.
     *
     * @param seconds from the first request until the last answer
     */
    public record Measured(int requests, double seconds, Latencies latencies) {

        public double perSecond() {
            return requests / seconds;
        }

        public double millis(double percentile) {
            return latencies.millis(percentile);
        }
    }

    /** Makes the requests 0 to {@code requests - 1}, {@code clients} at a time. */
    public static Measured run(int clients, int requests, IntConsumer request) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Latencies>> running = new ArrayList<>();
            long begun = System.nanoTime();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> work(next, requests, request)));
            }
            Latencies latencies = awaitAll(running);
            return new Measured(requests, (System.nanoTime() - begun) / 1e9, latencies);
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Waits for clients, and returns what all of them have measured.
     *
     * @throws IllegalStateException if a request of one of them failed
     */
    static Latencies awaitAll(List<Future<Latencies>> clients) {
        Latencies all = new Latencies();
        try {
            for (Future<Latencies> client : clients) {
                all.add(client.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A request failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Latencies work(AtomicInteger next, int requests, IntConsumer request) {
        Latencies latencies = new Latencies();
        for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
            long begun = System.nanoTime();
            request.accept(number);
            latencies.recordSince(begun);
        }
        return latencies;
    }
}
