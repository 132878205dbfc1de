package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Sustained;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.OwnSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * More load than the system can bear: clients that send their next order when they have the answer, for minutes, on a system that is
 * warm. What ends per second meanwhile is compared with the best that the same system does when each round of orders is seen
 * through before the next begins.
 */
final class Overload {

    private static final Duration TIME = Duration.ofMinutes(3);
    private static final List<Integer> CLIENTS = List.of(64, 256);
    private static final int WARM_UP = 30_000;
    private static final int ROUNDS = 3;
    private static final int ORDERS = 6_000;

    private Overload() {}

    static Report measure(Consumer<String> console) {
        Report report = new Report();
        report.circumstancesOfThisMachine();
        report.circumstance("warm-up", String.format(Locale.ROOT, "%,d orders, not counted", WARM_UP));
        int most = CLIENTS.get(CLIENTS.size() - 1);
        try (OwnSystem system = OwnSystem.startFresh(console);
                Http http = new Http(2 * most)) {
            report.circumstance("broker", system.broker());
            Workload workload = new Workload(system.target(), http);
            console.accept("Warming up");
            workload.placeInPortions(WARM_UP, Benchmark.MANY);

            List<Workload.Placed> rounds = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                console.accept("Round %s of %s".formatted(round, ROUNDS));
                rounds.add(workload.placeUntilFinal(ORDERS, Benchmark.MANY));
            }
            Spread seenThrough = Spread.of(rounds, Workload.Placed::perSecond);
            report.section(
                    String.format(Locale.ROOT, "%,d orders over %d connections, seen through", ORDERS, Benchmark.MANY));
            report.add("until all are final", "orders/s", seenThrough);

            for (int clients : CLIENTS) {
                console.accept("%s clients for %s s".formatted(clients, TIME.toSeconds()));
                add(workload.sustain(clients, TIME), clients, TIME, seenThrough.highest(), report);
            }
        }
        return report;
    }

    /** @param best rate of orders that were seen through */
    static void add(Sustained load, int clients, Duration time, double best, Report report) {
        report.section("%s clients that do not wait, for %s s".formatted(clients, time.toSeconds()));
        report.add("final meanwhile", "orders/s", Spread.of(load.endedPerSecond()));
        report.add("of what was seen through", "%", Spread.of(100 * load.endedPerSecond() / best));
        report.add(
                "from 201 until final, p50", "ms", Spread.of(load.untilFinal().millis(50)));
        report.add(
                "from 201 until final, p99", "ms", Spread.of(load.untilFinal().millis(99)));
        report.add("until accepted, p50", "ms", Spread.of(load.posts().millis(50)));
        report.add("until accepted, p99", "ms", Spread.of(load.posts().millis(99)));
        report.add("told to come again", "times", Spread.of(load.toldToComeAgain()));
    }
}
