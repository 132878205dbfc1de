package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Clients;
import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Latencies;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.Costs;
import io.orderflow.benchmark.system.OwnSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The same load with ever more history, half of it of one product. Before each measurement the system is started again and warmed up
 * alike, so that the history is all that differs. Notifications are not looked for: MongoDB's stand-in has no index for it, as
 * MongoDB would have, and reads all of them.
 */
final class Growth {

    private static final List<Integer> ORDERS_BEFORE = List.of(1_000, 100_000, 500_000);
    private static final int WARM_UP = 15_000;
    private static final int ROUNDS = 3;
    private static final int SINGLE_ORDERS = 100;
    private static final int READS = 3_000;

    private final Consumer<String> console;
    private final Report report = new Report();
    private int orders;

    private Growth(Consumer<String> console) {
        this.console = console;
    }

    static Report measure(Consumer<String> console) {
        Growth growth = new Growth(console);
        growth.report.circumstancesOfThisMachine();
        growth.report.circumstance(
                "warm-up", String.format(Locale.ROOT, "%,d orders after each start, not counted", WARM_UP));
        growth.report.circumstance("rounds", ROUNDS);
        OwnSystem.startFresh(console).close();
        for (int before : ORDERS_BEFORE) {
            growth.fill(before);
            growth.measureAfter(before);
            console.accept(growth.report.table());
        }
        return growth.report;
    }

    private void fill(int until) {
        try (OwnSystem system = OwnSystem.startAgain(console);
                Http http = new Http(Benchmark.MANY)) {
            Workload workload = new Workload(system.target(), http);
            while (orders < until) {
                int portion = Math.min(Benchmark.ORDERS, until - orders);
                workload.placeUntilFinal(portion, Benchmark.MANY);
                orders += portion;
                console.accept(String.format(Locale.ROOT, "%,d of %,d orders are there", orders, until));
            }
        }
    }

    private void measureAfter(int before) {
        try (OwnSystem system = OwnSystem.startAgain(console);
                Http http = new Http(Benchmark.MANY)) {
            Workload workload = new Workload(system.target(), http);
            workload.placeInPortions(WARM_UP, Benchmark.MANY);
            workload.confirmations(SINGLE_ORDERS);

            Costs costs = new Costs(system);
            List<Workload.Placed> rounds = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                console.accept(String.format(Locale.ROOT, "Round %s of %s, after %,d orders", round, ROUNDS, before));
                costs.beginRound();
                rounds.add(workload.placeUntilFinal(Benchmark.ORDERS, Benchmark.MANY));
                costs.endRound(Benchmark.ORDERS);
                workload.verify(rounds.get(rounds.size() - 1));
            }
            Latencies confirmed = workload.confirmations(SINGLE_ORDERS);
            workload.getById(READS, Benchmark.FEW);
            Clients.Measured byId = workload.getById(READS, Benchmark.FEW);
            workload.list(READS, Benchmark.FEW);
            Clients.Measured list = workload.list(READS, Benchmark.FEW);
            orders += WARM_UP + ROUNDS * Benchmark.ORDERS + 2 * SINGLE_ORDERS;

            report.section(String.format(Locale.ROOT, "After %,d orders and the warm-up", before));
            report.add("until all are final", "orders/s", Spread.of(rounds, Workload.Placed::perSecond));
            costs.statements()
                    .forEach((service, count) -> report.add(service.title() + ": SQL round trips an order", "", count));
            Map<String, Spread> cpu = costs.cpuMillis();
            cpu.remove(OwnSystem.SELF);
            cpu.forEach((process, millis) -> report.add(process + ": CPU an order", "ms", millis));
            report.add("from POST until seen confirmed, p50", "ms", Spread.of(confirmed.millis(50)));
            report.add("from POST until seen confirmed, p99", "ms", Spread.of(confirmed.millis(99)));
            report.add("GET /orders/{id}, p99", "ms", Spread.of(byId.millis(99)));
            report.add("GET /orders, ten a page, p99", "ms", Spread.of(list.millis(99)));
            report.add("from start to healthy", "s", Spread.of(system.secondsToStart()));
        }
    }
}
