package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Target;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.OwnSystem;
import io.orderflow.benchmark.system.Usage;
import io.orderflow.local.LocalStack;
import io.orderflow.local.host.Pause;
import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How soon the system is healthy, for the first time on a machine and from then on; how soon a service is that was killed, and how
 * soon another instance does the work of one that stays dead; and what all of it takes at rest, and after a load.
 */
final class Start {

    private static final int ROUNDS = 5;
    private static final int ORDERS = 50_000;
    private static final Duration REST = Duration.ofSeconds(20);

    private final Consumer<String> console;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Report report = new Report();

    private Start(Consumer<String> console) {
        this.console = console;
    }

    static Report measure(Consumer<String> console) {
        Start start = new Start(console);
        start.report.circumstancesOfThisMachine();
        start.report.circumstance("rounds", ROUNDS);
        for (int round = 1; round <= ROUNDS; round++) {
            console.accept("Round %s of %s".formatted(round, ROUNDS));
            start.startTwice();
        }
        start.measureWhatItTakes();
        return start.report;
    }

    private void startTwice() {
        double cpu = OwnSystem.cpuSeconds();
        try (OwnSystem system = OwnSystem.startForTheFirstTime(console)) {
            note("first start", system.secondsToStart());
            note("first start: CPU", OwnSystem.cpuSeconds() - cpu);
            system.stack().awaitArchives();
        }
        cpu = OwnSystem.cpuSeconds();
        try (OwnSystem system = OwnSystem.startForTheSecondTime(console)) {
            note("second start", system.secondsToStart());
            note("second start: CPU", OwnSystem.cpuSeconds() - cpu);
            for (Service service : Service.values()) {
                long begun = System.nanoTime();
                ServiceProcess killed = system.stack().service(service);
                killed.kill();
                killed.awaitHealthy();
                note(service.title() + " killed, until it is healthy", secondsSince(begun));
            }
            takeOver(system);
        }
    }

    /** Until an order is confirmed that is placed at the other instance when the first is killed. */
    private void takeOver(OwnSystem system) {
        LocalStack stack = system.stack();
        ServiceProcess first = stack.service(Service.ORDER_COMMAND);
        ServiceProcess other = stack.startAnother(Service.ORDER_COMMAND);
        Target target = new Target(
                other.uri(), system.target().products(), system.target().notifications());
        try (Http http = new Http(1)) {
            Workload workload = new Workload(target, http);
            workload.confirmations(1);
            long begun = System.nanoTime();
            first.kill();
            first.stop(); // or the stack would start it again
            workload.confirmations(1);
            note("order-command killed, until the other instance confirms an order", secondsSince(begun));
        }
    }

    private void measureWhatItTakes() {
        report.section("Until healthy");
        seconds.forEach((figure, values) -> report.add(figure, "s", Spread.of(values, value -> value)));
        try (OwnSystem system = OwnSystem.startForTheSecondTime(console);
                Http http = new Http(Benchmark.MANY)) {
            report.circumstance("broker", system.broker());
            console.accept("At rest");
            Pause.of(REST);
            Map<String, Usage> before = system.usage();
            Pause.of(REST);
            Map<String, Usage> after = system.usage();
            report.section("At rest");
            each(
                    after,
                    ": CPU",
                    "% of a core",
                    name -> 100 * (after.get(name).seconds() - before.get(name).seconds()) / REST.toSeconds());
            memory(after);

            console.accept(String.format(Locale.ROOT, "%,d orders", ORDERS));
            new Workload(system.target(), http).placeInPortions(ORDERS, Benchmark.MANY);
            report.section(String.format(Locale.ROOT, "After %,d orders", ORDERS));
            memory(system.usage());
        }
    }

    private void memory(Map<String, Usage> usage) {
        each(usage, ": memory", "MB", name -> usage.get(name).megabytes());
    }

    /** Adds a figure of each process but this one, which is the load generator's as well, and of all of them together. */
    private void each(Map<String, Usage> usage, String what, String unit, ToDoubleFunction<String> figure) {
        List<String> processes = usage.keySet().stream()
                .filter(name -> !name.equals(OwnSystem.SELF))
                .toList();
        processes.forEach(name -> report.add(name + what, unit, Spread.of(figure.applyAsDouble(name))));
        report.add(
                "all of them" + what,
                unit,
                Spread.of(processes.stream().mapToDouble(figure).sum()));
    }

    private void note(String figure, double value) {
        seconds.computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
