package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.OpenConsoles;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.OwnSystem;
import io.orderflow.local.host.Pause;
import io.orderflow.local.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What consoles cost that somebody left open: one of them on a system at rest, and many of them under load. Rounds with them and
 * without them are made in turn.
 */
final class Consoles {

    private static final int MANY = 50;
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 4;
    private static final Duration REST = Duration.ofSeconds(60);

    /** So many that a round outlasts what a page waits between two requests. */
    private static final int ORDERS = 10_000;

    private final OwnSystem system;
    private final Consumer<String> console;
    private final Report report = new Report();

    private Consoles(OwnSystem system, Consumer<String> console) {
        this.system = system;
        this.console = console;
    }

    static Report measure(Consumer<String> console) {
        try (OwnSystem system = OwnSystem.startFresh(console)) {
            Consoles consoles = new Consoles(system, console);
            consoles.report.circumstance("broker", system.broker());
            consoles.report.circumstancesOfThisMachine();
            consoles.report.circumstance("warm-up", String.format(Locale.ROOT, "%,d orders, not counted", WARM_UP));
            consoles.report.circumstance(
                    "rounds", "%s with consoles and %s without, in turn".formatted(ROUNDS, ROUNDS));
            consoles.measure();
            return consoles.report;
        }
    }

    private void measure() {
        try (Http http = new Http(Benchmark.MANY)) {
            Workload workload = new Workload(system.target(), http);
            console.accept("Warming up");
            open(MANY, true).during(() -> place(workload, WARM_UP));
            atRest();
            underLoad(workload);
        }
    }

    private void atRest() {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            console.accept("Round %s of %s: at rest".formatted(round, ROUNDS));
            without.add(restingCpu());
            with.add(open(1, false).during(this::restingCpu));
        }
        report.section("At rest, for %s s".formatted(REST.toSeconds()));
        report.add("CPU with one console", "% of a core", Spread.of(with, share -> share));
        report.add("CPU without", "% of a core", Spread.of(without, share -> share));
        report.add(
                "CPU for the console",
                "% of a core",
                Spread.of(IntStream.range(0, ROUNDS)
                        .mapToDouble(round -> with.get(round) - without.get(round))
                        .toArray()));
    }

    private double restingCpu() {
        double before = system.systemCpuSeconds();
        Pause.of(REST);
        return 100 * (system.systemCpuSeconds() - before) / REST.toSeconds();
    }

    private void underLoad(Workload workload) {
        List<Round> with = new ArrayList<>();
        List<Round> without = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            console.accept("Round %s of %s: under load".formatted(round, ROUNDS));
            without.add(place(workload, ORDERS));
            with.add(open(MANY, true).during(() -> place(workload, ORDERS)));
        }
        report.section(String.format(Locale.ROOT, "%,d orders over %s connections", ORDERS, Benchmark.MANY));
        report.add("until all are final, %s consoles".formatted(MANY), "orders/s", Spread.of(with, Round::perSecond));
        report.add("until all are final, no console", "orders/s", Spread.of(without, Round::perSecond));
        report.add("of the rate without them", "%", Spread.ofRatios(with, without, Round::perSecond));
        report.add("CPU an order, %s consoles".formatted(MANY), "ms", Spread.of(with, Round::cpuMillis));
        report.add("CPU an order, no console", "ms", Spread.of(without, Round::cpuMillis));
    }

    private Round place(Workload workload, int orders) {
        return Round.of(system, workload, () -> workload.placeUntilFinal(orders, Benchmark.MANY));
    }

    private OpenConsoles open(int consoles, boolean ordersMove) {
        return new OpenConsoles(
                consoles, system.stack().service(Service.GATEWAY).uri(), ordersMove);
    }
}
