package io.orderflow.benchmark.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Consoles whose overview is left open, as far as the system notices: the requests that the page makes, as often as it makes
 * them. Nothing is drawn, as that is the work of whoever looks.
 */
public final class OpenConsoles {

    /** How often the page asks, as in the console's {@code overview.js}. */
    private static final Duration OFTEN = Duration.ofSeconds(5);

    private static final Duration SELDOM = Duration.ofSeconds(10);
    private static final Duration RARELY = Duration.ofSeconds(30);

    /** Of the buckets that a page knows, those that may still change. */
    private static final int UNSETTLED = 4;

    private static final int OK = 200;
    private static final List<String> SERVICES =
            List.of("order-command", "inventory-command", "notification-projection");

    private final int consoles;
    private final URI gateway;
    private final boolean ordersMove;

    /** @param ordersMove whether orders come in while they are open */
    public OpenConsoles(int consoles, URI gateway, boolean ordersMove) {
        this.consoles = consoles;
        this.gateway = gateway;
        this.ordersMove = ordersMove;
    }

    /**
     * Has them open until {@code work} is done.
     *
     * @throws IllegalStateException if one of them was answered by anything but success, and asked no more
     */
    public <T> T during(Supplier<T> work) {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(consoles);
        try (Http http = new Http(consoles)) {
            List<Future<?>> asking = open(threads, http);
            T result = work.get();
            List<Future<?>> failed = asking.stream().filter(Future::isDone).toList();
            threads.shutdown();
            threads.awaitTermination(1, TimeUnit.MINUTES);
            for (Future<?> console : failed) {
                console.get();
            }
            return result;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A console's request failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Opens one after the other, within the time after which a page asks again. */
    private List<Future<?>> open(ScheduledExecutorService threads, Http http) {
        List<Future<?>> asking = new ArrayList<>();
        for (int number = 0; number < consoles; number++) {
            Page page = new Page(gateway, http);
            double place = (double) number / consoles;
            asking.add(every(ordersMove ? OFTEN : SELDOM, place, threads, page::askWhatMoves));
            asking.add(every(ordersMove ? SELDOM : RARELY, place, threads, page::askStates));
            asking.add(every(RARELY, place, threads, page::askReadModels));
        }
        return asking;
    }

    private static Future<?> every(
            Duration interval, double place, ScheduledExecutorService threads, Runnable requests) {
        long millis = interval.toMillis();
        return threads.scheduleAtFixedRate(requests, (long) (place * millis), millis, TimeUnit.MILLISECONDS);
    }

    /** What one of them knows, and asks. */
    private static final class Page {

        private final URI gateway;
        private final Http http;
        private String newer = "";

        Page(URI gateway, Http http) {
            this.gateway = gateway;
            this.http = http;
        }

        void askWhatMoves() {
            JsonNode buckets = get("/orders/statistics" + newer).json().get("buckets");
            if (buckets.size() >= UNSETTLED) {
                newer = "?from="
                        + buckets.get(buckets.size() - UNSETTLED).get("at").asString();
            }
            askEach("/health");
        }

        void askStates() {
            askEach("/processors");
            askEach("/queues");
        }

        void askReadModels() {
            askEach("/projections");
        }

        private void askEach(String path) {
            SERVICES.forEach(service -> get("/services/" + service + path));
        }

        private Http.Answer get(String path) {
            return http.get(gateway.resolve(path)).require(OK);
        }
    }
}
