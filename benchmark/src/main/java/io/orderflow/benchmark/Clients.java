package io.orderflow.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/** Threads that each make one request after the other, until a number of requests is made. */
final class Clients {

    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private Clients() {}

    /**
     * What was measured.
     *
     * @param latencies in nanoseconds
     */
    record Measured(int requests, double seconds, Histogram latencies) {

        double perSecond() {
            return requests / seconds;
        }

        double millis(double percentile) {
            return Benchmark.millis(latencies, percentile);
        }
    }

    /** Makes the requests 0 to {@code requests - 1}, {@code clients} at a time. */
    static Measured run(int clients, int requests, IntConsumer request) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Histogram>> running = new ArrayList<>();
            long begun = System.nanoTime();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> work(next, requests, request)));
            }
            Histogram latencies = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
            for (Future<Histogram> client : running) {
                latencies.add(client.get());
            }
            return new Measured(requests, (System.nanoTime() - begun) / 1e9, latencies);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A request failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Histogram work(AtomicInteger next, int requests, IntConsumer request) {
        Histogram latencies = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
        for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
            long begun = System.nanoTime();
            request.accept(number);
            latencies.recordValue(Math.min(System.nanoTime() - begun, LONGEST_NANOS));
        }
        return latencies;
    }
}
