package io.orderflow.benchmark.load;

import io.orderflow.local.host.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToLongFunction;
import tools.jackson.databind.JsonNode;

/** Clients that each send their next order when they have the answer to the last one, for some time. */
final class SustainedLoad {

    /** Clients that look what becomes of the newest order: enough to know the hundredth longest wait, too few to be a load. */
    private static final int WATCHERS = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private record Accepted(long id, long at) {}

    private final Api api;
    private final IntToLongFunction place;
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Accepted newest;
    private volatile boolean stopping;

    /** @param place places an order, given the number of those that were accepted before, and returns its id */
    SustainedLoad(Api api, IntToLongFunction place) {
        this.api = api;
        this.place = place;
    }

    /** What came of it. */
    Sustained run(int clients, Duration time) {
        int shedBefore = api.timesToldToComeAgain();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Latencies>> placing = new ArrayList<>();
            List<Future<Latencies>> watching = new ArrayList<>();
            long begun = System.nanoTime();
            for (int client = 0; client < clients; client++) {
                placing.add(threads.submit(this::placeOrders));
            }
            for (int watcher = 0; watcher < WATCHERS; watcher++) {
                watching.add(threads.submit(this::watchOrders));
            }
            Pause.of(time);
            int ended = accepted.get() - api.countOrders("pending");
            double seconds = (System.nanoTime() - begun) / 1e9;
            stopping = true;
            return new Sustained(
                    ended / seconds,
                    api.timesToldToComeAgain() - shedBefore,
                    Clients.awaitAll(placing),
                    Clients.awaitAll(watching),
                    accepted.get());
        } finally {
            stopping = true;
            threads.shutdown();
        }
    }

    private Latencies placeOrders() {
        Latencies posts = new Latencies();
        while (!stopping) {
            long begun = System.nanoTime();
            long id = place.applyAsLong(accepted.get());
            posts.recordSince(begun);
            accepted.incrementAndGet();
            newest = new Accepted(id, System.nanoTime());
        }
        return posts;
    }

    private Latencies watchOrders() {
        Latencies untilFinal = new Latencies();
        while (!stopping) {
            Accepted order = newest;
            if (order == null) {
                Pause.of(BETWEEN_LOOKS);
                continue;
            }
            JsonNode seen = api.order(order.id);
            while (seen.get("status").asString().equals("pending")) {
                Pause.of(BETWEEN_LOOKS);
                seen = api.order(order.id);
            }
            untilFinal.recordSince(order.at);
        }
        return untilFinal;
    }
}
