package io.orderflow.benchmark;

import java.net.URI;

/** What {@code ./run benchmark} runs. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int orders = Integer.getInteger("orders", 5000);
        int rounds = Integer.getInteger("rounds", 3);
        Target target = new Target(URI.create(arguments[0]), URI.create(arguments[1]), URI.create(arguments[2]));
        try (Http http = new Http(64)) {
            Workload workload = new Workload(target, http);
            for (int round = 0; round < rounds; round++) {
                var result = workload.placeAndSeeThrough(orders, 64);
                System.out.printf(
                        "64: accepted %.0f/s, end to end %.0f/s, p50 %.1f p99 %.1f%n",
                        result.posts().perSecond(),
                        result.ordersPerSecond(),
                        result.posts().millis(50),
                        result.posts().millis(99));
            }
            var result = workload.placeAndSeeThrough(orders / 3, 16);
            System.out.printf(
                    "16: accepted %.0f/s, end to end %.0f/s, p50 %.1f p99 %.1f%n",
                    result.posts().perSecond(),
                    result.ordersPerSecond(),
                    result.posts().millis(50),
                    result.posts().millis(99));
            var idle = workload.confirmations(200);
            System.out.printf(
                    "idle: p50 %.1f p99 %.1f%n",
                    idle.getValueAtPercentile(50) / 1e6, idle.getValueAtPercentile(99) / 1e6);
        }
    }
}
