package io.orderflow.benchmark;

import io.orderflow.benchmark.model.Backlog;
import io.orderflow.benchmark.model.Costs;
import io.orderflow.benchmark.model.OrderSystem;
import io.orderflow.benchmark.model.Outcome;
import io.orderflow.benchmark.model.Resource;
import io.orderflow.benchmark.model.Setup;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a larger system would take, by a {@linkplain io.orderflow.benchmark.model model} of what was measured of a small one. It says so
 * only if it comes near to each point that was measured: a model that is wrong about what is known says nothing about what is not.
 */
final class Model {

    private static final Duration FAR = Ceilings.ROUND_TRIPS.get(1);

    /** How far it may be from what was measured. */
    private static final double NEAR = 0.15;

    private static final long SEED = 19;

    /** Of the orders of the load, every second one is of one product. */
    private static final double HOT = 0.5;

    private static final List<Integer> TARGETS = List.of(10_000, 100_000, 1_000_000);

    /** A machine that can be had anywhere, and how much of it, and of a cell, is used at most: peaks and failures need the rest. */
    private static final int CORES_OF_A_MACHINE = 16;

    private static final double USED = 0.5;

    /** A cell on machines of its own: a database across the data centre's network, and more clients than it can serve. */
    private static final int SEGMENTS = 8;

    private static final Duration ROUND_TRIP = Duration.ofMillis(2);
    private static final int NO_LACK_OF_CORES = 1_000;
    private static final int CLIENTS = 4_000;
    private static final double SECONDS_OF_A_CELL = 10;
    private static final double SECONDS_OF_A_DAY = 86_400;
    private static final double TERABYTE = 1e12;

    private final Measurements measured;
    private final Costs costs;
    private final Consumer<String> console;
    private final Report report = new Report();
    private double farthest;

    private Model(Measurements measured, Consumer<String> console) {
        this.measured = measured;
        this.costs = measured.costs();
        this.console = console;
    }

    static Report report(Consumer<String> console) {
        return report(Measurements.latest(), console);
    }

    static Report report(Measurements measured, Consumer<String> console) {
        Model model = new Model(measured, console);
        model.report.circumstance("this is", "a model, no measurement");
        model.report.circumstance("measurements", measured.source());
        model.report.circumstance("seed", SEED);
        model.compare();
        if (model.farthest <= NEAR) {
            model.extrapolate();
        } else {
            model.console.accept(String.format(
                    Locale.ROOT,
                    "The model is up to %.0f %% from what was measured, and %.0f %% is the most: it says nothing of"
                            + " larger systems",
                    100 * model.farthest,
                    100 * NEAR));
        }
        return model.report;
    }

    private void compare() {
        for (Duration roundTrip : Partitions.ROUND_TRIPS) {
            report.section("Orders/s, " + Partitions.section(roundTrip));
            for (int segments : Partitions.SEGMENTS) {
                double said = OrderSystem.run(ofThePartitions(), setup(segments, roundTrip), SEED)
                        .perSecond();
                compare(Partitions.rate(segments), said, measured.rate(segments, roundTrip));
            }
        }
        report.section("Orders/s, " + Ceilings.alone(FAR));
        for (Resource resource : Resource.values()) {
            if (resource != Resource.PLACEMENT) { // its clients are full before it is
                double said = Backlog.perSecond(
                        costs.resources().get(resource),
                        measured.ordersOfBatch(resource, FAR),
                        seconds(FAR),
                        measured.cores());
                compare(resource.title(), said, measured.ceiling(resource, FAR));
            }
        }
    }

    /** On the machine as it was at the time, of which the other systems had their part. */
    private Costs ofThePartitions() {
        return costs.slower(measured.slowness() * measured.cores() / (measured.cores() - measured.coresOfOthers()));
    }

    private Setup setup(int segments, Duration roundTrip) {
        return new Setup(
                segments, measured.cores(), seconds(roundTrip), Partitions.CLIENTS, seconds(Partitions.ROUND), HOT);
    }

    private void compare(String name, double said, double wasMeasured) {
        double off = said / wasMeasured - 1;
        farthest = Math.max(farthest, Math.abs(off));
        report.add(name + ", measured", "orders/s", Spread.of(wasMeasured));
        report.add(name + ", by the model", "orders/s", Spread.of(said));
        report.add(name + ", off by", "%", Spread.of(100 * off));
    }

    private void extrapolate() {
        Setup cell = new Setup(SEGMENTS, NO_LACK_OF_CORES, seconds(ROUND_TRIP), CLIENTS, SECONDS_OF_A_CELL, HOT);
        Outcome most = OrderSystem.run(costs, cell, SEED);
        Resource first = most.busiest();
        report.section(String.format(
                Locale.ROOT,
                "A cell of %s segments that lacks no core, PostgreSQL %s ms away",
                SEGMENTS,
                ROUND_TRIP.toMillis()));
        report.add("the most that it brings to their end", "orders/s", Spread.of(most.perSecond()));
        report.add("CPU an order", "ms", Spread.of(1_000 * most.cpu()));
        for (Resource resource : Resource.values()) {
            report.add(
                    resource.title() + ", its busiest thread",
                    "% busy",
                    Spread.of(100 * most.utilisation().get(resource)));
        }
        for (int target : TARGETS) {
            report.section(String.format(Locale.ROOT, "%,d orders a second, by the model", target));
            report.add("cells", "", Spread.of(Math.ceil(target / (USED * most.perSecond()))));
            report.add(
                    "machines of %s cores".formatted(CORES_OF_A_MACHINE),
                    "",
                    Spread.of(Math.ceil(target * most.cpu() / USED / CORES_OF_A_MACHINE)));
            report.add(
                    "PostgreSQL's log",
                    "TB a day",
                    Spread.of(target * SECONDS_OF_A_DAY * measured.bytesWritten() / TERABYTE));
            report.add(
                    "PostgreSQL's tables and indexes grow by",
                    "TB a day",
                    Spread.of(target * SECONDS_OF_A_DAY * measured.bytesKept() / TERABYTE));
            report.add(
                    "what breaks first with fewer cells: " + first.title(),
                    "% busy",
                    Spread.of(100 * most.utilisation().get(first)));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
