package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.OwnSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Two systems side by side. Both run, and each round is made with one and then with the other, the first of them in turn, so that
 * a machine that is faster at one time than at another is so for both. The figure to look at is the ratio of the rounds.
 */
final class Comparison {

    private static final int FIRST = 5_000;
    private static final int WARM_UP = 15_000;
    private static final int ROUNDS = 4;
    private static final int SINGLE_ORDERS = 100;
    private static final int VERY_FEW = 4;
    private static final int ORDERS_OF_VERY_FEW = 2_000;
    private static final double TRACED = 0.1;

    private interface Load {
        Workload.Placed place(Workload workload, int orders);
    }

    private interface Work {
        void with(Side side, boolean isMine);
    }

    /** Starts one of the two. */
    private interface Starter {
        OwnSystem start(Consumer<String> console);
    }

    private record Side(OwnSystem system, Http http, Workload workload) implements AutoCloseable {

        static Side start(Starter starter, Consumer<String> console) {
            OwnSystem system = starter.start(console);
            Http http = new Http(2 * Benchmark.MANY, system.authorization());
            return new Side(system, http, new Workload(system.target(), http));
        }

        Round place(int orders, Load load) {
            return Round.of(system, workload, () -> load.place(workload, orders));
        }

        @Override
        public void close() {
            http.close();
            system.close();
        }
    }

    private final Side mine;
    private final Side other;
    private final String nameOfOther;
    private final Consumer<String> console;
    private final Report report;

    private Comparison(Side mine, Side other, String nameOfOther, Consumer<String> console, Report report) {
        this.mine = mine;
        this.other = other;
        this.nameOfOther = nameOfOther;
        this.console = console;
        this.report = report;
    }

    /** This build, and that of another checkout. */
    static Report ofBuilds(Path checkout, Consumer<String> console) {
        Report report = new Report();
        report.circumstance("other build", checkout.toAbsolutePath().normalize());
        measure(OwnSystem::startFresh, to -> OwnSystem.startFreshFrom(checkout, to), "other build", console, report);
        return report;
    }

    /** This build asking for tokens, with those of an operator, and this build open. */
    static Report ofSecurity(Consumer<String> console) {
        Report report = new Report();
        measure(OwnSystem::startFreshSecured, OwnSystem::startFresh, "without security", console, report);
        return report;
    }

    /** This build with a tenth of the requests traced, to a collector in this process, and this build without traces. */
    static Report ofTraces(Consumer<String> console) {
        Report report = new Report();
        measure(to -> OwnSystem.startFreshTraced(TRACED, to), OwnSystem::startFresh, "without traces", console, report);
        return report;
    }

    private static void measure(
            Starter mine, Starter other, String nameOfOther, Consumer<String> console, Report report) {
        report.circumstancesOfThisMachine();
        report.circumstance("warm-up", String.format(Locale.ROOT, "%,d orders each, not counted", FIRST + WARM_UP));
        report.circumstance("rounds", "%s of each, in turn".formatted(ROUNDS));
        try (Side first = Side.start(mine, console)) {
            report.circumstance("broker", first.system.broker());
            console.accept("The first orders");
            Round firstOrders = first.place(FIRST, Comparison::overMany);
            try (Side second = Side.start(other, console)) {
                console.accept("The first orders, " + nameOfOther);
                Round otherFirstOrders = second.place(FIRST, Comparison::overMany);
                report.section(String.format(Locale.ROOT, "The first %,d orders after the start", FIRST));
                Comparison comparison = new Comparison(first, second, nameOfOther, console, report);
                comparison.add(List.of(firstOrders), List.of(otherFirstOrders));
                comparison.measure();
            }
        }
    }

    private void measure() {
        console.accept("Warming up");
        for (Side side : List.of(mine, other)) {
            side.workload.placeInPortions(WARM_UP, Benchmark.MANY);
            side.workload.placeByKeyUntilFinal(ORDERS_OF_VERY_FEW, Benchmark.MANY);
            side.workload.placeUntilFinal(ORDERS_OF_VERY_FEW, VERY_FEW);
            side.workload.confirmations(SINGLE_ORDERS);
        }
        compare(Benchmark.MANY + " clients", Benchmark.ORDERS, Comparison::overMany);
        compare(
                Benchmark.MANY + " clients, each order with an Idempotency-Key",
                Benchmark.ORDERS,
                (workload, orders) -> workload.placeByKeyUntilFinal(orders, Benchmark.MANY));
        compare(
                VERY_FEW + " clients",
                ORDERS_OF_VERY_FEW,
                (workload, orders) -> workload.placeUntilFinal(orders, VERY_FEW));
        compareIdle();
    }

    private static Workload.Placed overMany(Workload workload, int orders) {
        return workload.placeUntilFinal(orders, Benchmark.MANY);
    }

    private void compare(String title, int orders, Load load) {
        report.section(String.format(Locale.ROOT, "%,d orders over %s", orders, title));
        List<Round> rounds = new ArrayList<>();
        List<Round> otherRounds = new ArrayList<>();
        inTurn(title, (side, isMine) -> (isMine ? rounds : otherRounds).add(side.place(orders, load)));
        add(rounds, otherRounds);
    }

    private void add(List<Round> rounds, List<Round> otherRounds) {
        addRatio("until all are final", "orders/s", rounds, otherRounds, Round::perSecond);
        addRatio("CPU an order", "ms", rounds, otherRounds, Round::cpuMillis);
    }

    private void compareIdle() {
        String title = "one order after the other";
        report.section(title + ", on an idle system");
        List<Double> rounds = new ArrayList<>();
        List<Double> otherRounds = new ArrayList<>();
        inTurn(
                title,
                (side, isMine) -> (isMine ? rounds : otherRounds)
                        .add(side.workload.confirmations(SINGLE_ORDERS).millis(50)));
        addRatio("from POST until seen confirmed, p50", "ms", rounds, otherRounds, Double::doubleValue);
    }

    private void inTurn(String title, Work work) {
        for (int round = 0; round < ROUNDS; round++) {
            console.accept("Round %s of %s: %s".formatted(round + 1, ROUNDS, title));
            boolean mineFirst = round % 2 == 0;
            work.with(mineFirst ? mine : other, mineFirst);
            work.with(mineFirst ? other : mine, !mineFirst);
        }
    }

    private <T> void addRatio(
            String name, String unit, List<T> rounds, List<T> otherRounds, ToDoubleFunction<T> figure) {
        report.add(name, unit, Spread.of(rounds, figure));
        report.add(name + ", " + nameOfOther, unit, Spread.of(otherRounds, figure));
        report.add(name + ", ratio", "%", Spread.ofRatios(rounds, otherRounds, figure));
    }
}
