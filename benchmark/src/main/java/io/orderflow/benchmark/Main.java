package io.orderflow.benchmark;

import java.net.URI;
import org.HdrHistogram.Histogram;

/**
 * Drives a running system over REST and prints what was measured. Three rounds of orders, of which the first is also the
 * warm-up of a system that was just started; then an idle system, and reads.
 */
public final class Main {

    private static final String USAGE = "Usage: java -jar benchmark.jar [<orders> <products> <notifications>]\n\n"
            + "The addresses of the services that have /orders, /products and /notifications; without them those of ./run.";

    private static final int ROUNDS = 3;
    private static final int ORDERS = 5_000;
    private static final int READS = 5_000;
    private static final int SINGLE_ORDERS = 200;
    private static final int MANY = 64;
    private static final int FEW = 16;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length != 0 && arguments.length != 3) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Target target = arguments.length == 0
                ? Target.ofRun()
                : new Target(URI.create(arguments[0]), URI.create(arguments[1]), URI.create(arguments[2]));
        try (Http http = new Http(MANY)) {
            measure(new Workload(target, http));
        }
    }

    private static void measure(Workload workload) {
        for (int round = 1; round <= ROUNDS; round++) {
            Workload.EndToEnd orders = workload.placeAndSeeThrough(ORDERS, MANY);
            print("POST /orders, %d connections, round %d".formatted(MANY, round), orders.posts());
            System.out.printf("    until all are final and notified: %.0f orders/s%n", orders.ordersPerSecond());
        }
        print(
                "POST /orders, %d connections".formatted(FEW),
                workload.placeAndSeeThrough(ORDERS, FEW).posts());
        Histogram confirmed = workload.confirmations(SINGLE_ORDERS);
        System.out.printf(
                "order to confirmed, idle system: p50 %.1f ms, p99 %.1f ms%n",
                confirmed.getValueAtPercentile(50) / 1e6, confirmed.getValueAtPercentile(99) / 1e6);
        print("GET /orders/{id}, %d connections".formatted(FEW), workload.getById(READS, FEW));
        print("GET /orders, ten a page, %d connections".formatted(FEW), workload.list(READS, FEW));
    }

    private static void print(String what, Clients.Measured measured) {
        System.out.printf(
                "%s: %.0f/s, p50 %.1f ms, p99 %.1f ms%n",
                what, measured.perSecond(), measured.millis(50), measured.millis(99));
    }
}
