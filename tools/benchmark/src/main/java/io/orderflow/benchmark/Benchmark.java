package io.orderflow.benchmark;

import io.orderflow.benchmark.limits.Limits;
import io.orderflow.benchmark.load.Clients;
import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Latencies;
import io.orderflow.benchmark.load.Rebuilds;
import io.orderflow.benchmark.load.Target;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.Costs;
import io.orderflow.benchmark.system.OwnSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The rounds that a system goes through, and what is reported of them. */
final class Benchmark {

    static final int ROUNDS = 5;
    static final int MANY = 64;
    static final int FEW = 16;

    /** Orders of a round. */
    static final int ORDERS = 5_000;

    /** Orders before the first round that counts. */
    static final int WARM_UP = 60_000;

    private static final int ORDERS_OF_FEW = 2_000;
    private static final int SINGLE_ORDERS = 200;
    private static final int READS = 5_000;
    private static final int REBUILDS = 3;

    /** An order of one line travels as OrderPlaced, StockReserved and OrderConfirmed. */
    private static final int MESSAGES_PER_ORDER = 3;

    private final Target target;
    private final Optional<OwnSystem> system;
    private final Http http;
    private final Workload workload;
    private final Consumer<String> console;
    private final Report report = new Report();
    private final Optional<Duration> sustained;
    private Optional<Limits.Measured> limits = Optional.empty();

    private Benchmark(
            Target target,
            Optional<OwnSystem> system,
            Http http,
            Optional<Duration> sustained,
            Consumer<String> console) {
        this.target = target;
        this.system = system;
        this.http = http;
        this.workload = new Workload(target, http);
        this.sustained = sustained;
        this.console = console;
    }

    /** Measures a system that runs already. */
    static Report of(Target target, Consumer<String> console) {
        try (Http http = new Http(MANY)) {
            Benchmark benchmark = new Benchmark(target, Optional.empty(), http, Optional.empty(), console);
            benchmark.report.circumstance("system", target.orders() + " and others, running already");
            benchmark.measure();
            return benchmark.report;
        }
    }

    /**
     * Starts this build and measures it, and what the parts under it can do.
     *
     * @param sustained for how long to measure clients that do not wait, too
     */
    static Report ofThisBuild(Optional<Duration> sustained, Consumer<String> console) {
        try (OwnSystem system = OwnSystem.startFresh(console);
                Http http = new Http(MANY)) {
            Benchmark benchmark = new Benchmark(system.target(), Optional.of(system), http, sustained, console);
            benchmark.report.circumstance("broker", system.broker());
            benchmark.report.circumstancesOfThisMachine();
            benchmark.measure();
            return benchmark.report;
        }
    }

    private void measure() {
        report.circumstance(
                "warm-up",
                String.format(
                        Locale.ROOT,
                        "%,d orders, %,d single ones and %,d reads of each kind, not counted",
                        WARM_UP,
                        SINGLE_ORDERS,
                        READS));
        report.circumstance("rounds", "%s of each, rebuilds %s; the table has the median".formatted(ROUNDS, REBUILDS));
        Optional<Double> first = system.map(own -> {
            console.accept("The first orders");
            return workload.placeUntilFinal(ORDERS, MANY).perSecond();
        });
        console.accept("Warming up");
        workload.placeInPortions(WARM_UP, MANY);
        workload.confirmations(SINGLE_ORDERS);
        workload.getById(READS, FEW);
        workload.list(READS, FEW);

        limits = system.map(own -> {
            console.accept("Measuring the limits");
            return new Limits(own.stack()).measure(http, MANY, FEW);
        });
        double warm = manyConnections();
        first.ifPresent(rate -> {
            report.section(String.format(
                    Locale.ROOT, "The first %,d orders after the start, over %s connections", ORDERS, MANY));
            report.add("until all are final", "orders/s", Spread.of(rate));
            report.add("of the rate when warm", "%", Spread.of(100 * rate / warm));
        });
        sustained.ifPresent(time -> {
            console.accept("%s clients for %s s".formatted(MANY, time.toSeconds()));
            Overload.add(workload.sustain(MANY, time), MANY, time, warm, report);
        });
        fewConnections();
        idle();
        reads();
        rebuilds();
        limits.ifPresent(this::limits);
        system.ifPresent(own -> {
            report.section("Start");
            report.add("from nothing to healthy, with new databases", "s", Spread.of(own.secondsToStart()));
        });
    }

    /** Returns the orders a second, until all are final. */
    private double manyConnections() {
        Optional<Costs> costs = system.map(Costs::new);
        List<Workload.EndToEnd> rounds = endToEnd(ORDERS, MANY, costs);
        Spread ended = Spread.of(rounds, round -> round.placed().perSecond());
        report.add("until all are final", "orders/s", ended);
        Spread endToEnd = Spread.of(rounds, Workload.EndToEnd::perSecond);
        Spread accepted = Spread.of(rounds, round -> round.placed().posts().perSecond());
        report.add(
                "until all are final and notified",
                "orders/s",
                endToEnd,
                limits.map(most -> Limits.Measured.share(
                        MESSAGES_PER_ORDER * endToEnd.median(),
                        most.publishes(),
                        "the broker's publishes, %s an order".formatted(MESSAGES_PER_ORDER))));
        report.add(
                "accepted",
                "orders/s",
                accepted,
                limits.map(most -> Limits.Measured.share(accepted.median(), most.commits(), "PostgreSQL's commits")));
        latencies(rounds);
        costs.ifPresent(counted -> counted.addTo(report));
        return ended.median();
    }

    private void fewConnections() {
        List<Workload.EndToEnd> rounds = endToEnd(ORDERS_OF_FEW, FEW, Optional.empty());
        report.add("until all are final and notified", "orders/s", Spread.of(rounds, Workload.EndToEnd::perSecond));
        report.add(
                "accepted",
                "orders/s",
                Spread.of(rounds, round -> round.placed().posts().perSecond()));
        latencies(rounds);
    }

    /** Makes the rounds, and begins their section of the report. */
    private List<Workload.EndToEnd> endToEnd(int orders, int clients, Optional<Costs> costs) {
        String what = String.format(Locale.ROOT, "%,d orders over %s connections", orders, clients);
        report.section(what);
        return rounds(what, ROUNDS, () -> {
            costs.ifPresent(Costs::beginRound);
            Workload.EndToEnd round = workload.placeAndSeeThrough(orders, clients);
            costs.ifPresent(counted -> counted.endRound(orders));
            workload.verify(round);
            return round;
        });
    }

    private void latencies(List<Workload.EndToEnd> rounds) {
        report.add(
                "POST p50",
                "ms",
                Spread.of(rounds, round -> round.placed().posts().millis(50)));
        report.add(
                "POST p99",
                "ms",
                Spread.of(rounds, round -> round.placed().posts().millis(99)));
    }

    private void idle() {
        List<Latencies> rounds =
                rounds("one order after the other", ROUNDS, () -> workload.confirmations(SINGLE_ORDERS));
        report.section("One order after the other, %s a round, on an idle system".formatted(SINGLE_ORDERS));
        report.add("from POST until seen confirmed, p50", "ms", Spread.of(rounds, round -> round.millis(50)));
        report.add("from POST until seen confirmed, p99", "ms", Spread.of(rounds, round -> round.millis(99)));
    }

    private void reads() {
        report.section("Reads over %s connections".formatted(FEW));
        read("GET /orders/{id}", () -> workload.getById(READS, FEW));
        read("GET /orders, ten a page", () -> workload.list(READS, FEW));
    }

    private void read(String what, Supplier<Clients.Measured> round) {
        List<Clients.Measured> rounds = rounds(what, ROUNDS, round);
        Spread rate = Spread.of(rounds, Clients.Measured::perSecond);
        report.add(
                what,
                "requests/s",
                rate,
                limits.map(most ->
                        Limits.Measured.share(rate.median(), most.requests(), "the web server's empty answers")));
        report.add(what + ", p99", "ms", Spread.of(rounds, measured -> measured.millis(99)));
    }

    private void rebuilds() {
        report.section("Rebuilds");
        Rebuilds rebuilds = new Rebuilds(http);
        rebuild("orders", () -> rebuilds.eventsPerSecond(target.orders(), "orders"))
                .ifPresent(rate -> report.add("orders", "events/s", rate));
        rebuild("products", () -> rebuilds.eventsPerSecond(target.products(), "products"))
                .ifPresent(rate -> report.add("products", "events/s", rate));
        rebuild("notifications", () -> rebuilds.eventsPerSecond(target.notifications(), "notifications"))
                .ifPresent(rate -> report.add(
                        "notifications, through the broker",
                        "events/s",
                        rate,
                        limits.map(most ->
                                Limits.Measured.share(rate.median(), most.bulkWrites(), "MongoDB's writes in bulk"))));
    }

    private Optional<Spread> rebuild(String name, Supplier<OptionalDouble> rebuild) {
        List<Double> rates = rounds("rebuild of " + name, REBUILDS, rebuild).stream()
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList();
        return rates.isEmpty() ? Optional.empty() : Optional.of(Spread.of(rates, Double::doubleValue));
    }

    private void limits(Limits.Measured measured) {
        report.section("What the parts can do by themselves");
        report.add("PostgreSQL: commits of one row, %s connections".formatted(MANY), "/s", measured.commits());
        report.add("broker: persistent messages, confirmed by %s".formatted(Limits.BATCH), "/s", measured.publishes());
        report.add("MongoDB: documents stored by %s".formatted(Limits.BATCH), "/s", measured.bulkWrites());
        report.add("web server: empty answers, %s connections".formatted(FEW), "/s", measured.requests());
    }

    private <T> List<T> rounds(String what, int count, Supplier<T> round) {
        List<T> rounds = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            console.accept("Round %s of %s: %s".formatted(number, count, what));
            rounds.add(round.get());
        }
        return rounds;
    }
}
