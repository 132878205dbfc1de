package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.load.Sustained;
import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.OwnSystem;
import io.orderflow.local.host.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What it brings to divide the work of the processors. A thread that waits for PostgreSQL does nothing else, so the server is put
 * away by more and more: what a system of one segment cannot do for waiting, one of several can, as long as there is a core for it.
 * A system for each number of segments runs, and each round is made with one after the other.
 */
final class Partitions {

    /** Into how many parts the work of each processor is divided. */
    static final List<Integer> SEGMENTS = List.of(1, 2, 4, 8);

    /** A database on the same machine, in another data centre of a region, and in another region. */
    static final List<Duration> ROUND_TRIPS = List.of(Duration.ZERO, Duration.ofMillis(2), Duration.ofMillis(10));

    static final int CLIENTS = 128;

    /** How the report names what all systems take while none has anything to do. */
    static final String REST = "All systems at rest";

    static final String CPU_AT_REST = "CPU";
    private static final Duration TIME_AT_REST = Duration.ofSeconds(10);

    private static final int WARM_UP = 10_000;
    private static final int ROUNDS = 2;

    static final Duration ROUND = Duration.ofSeconds(8);

    /** Until it is known how many orders may be pending at this distance. */
    private static final Duration FIRST_ROUND = Duration.ofSeconds(4);

    private record Side(int segments, OwnSystem system, Http http, Workload workload) implements AutoCloseable {

        static Side start(int segments, Consumer<String> console) {
            OwnSystem system = OwnSystem.startFreshDivided(segments, console);
            Http http = new Http(2 * CLIENTS);
            return new Side(segments, system, http, new Workload(system.target(), http));
        }

        /** Clients that place the next order when they have the answer to the last, however many are pending. */
        Round sustain(Duration time) {
            double before = system.systemCpuSeconds();
            Sustained load = workload.sustain(CLIENTS, time);
            double cpu = system.systemCpuSeconds() - before;
            return new Round(load.endedPerSecond(), 1_000 * cpu / load.accepted());
        }

        @Override
        public void close() {
            http.close();
            system.close();
        }
    }

    private final Consumer<String> console;
    private final Report report = new Report();
    private final List<Side> sides = new ArrayList<>();

    private Partitions(Consumer<String> console) {
        this.console = console;
    }

    static Report measure(Consumer<String> console) {
        Partitions partitions = new Partitions(console);
        try {
            partitions.measure();
            return partitions.report;
        } finally {
            partitions.sides.forEach(Side::close);
        }
    }

    /** How the report names what was measured at a distance. */
    static String section(Duration roundTrip) {
        return roundTrip.isZero()
                ? "PostgreSQL beside the services"
                : "PostgreSQL %s ms away, there and back".formatted(roundTrip.toMillis());
    }

    /** How the report names a rate. */
    static String rate(int segments) {
        return "final meanwhile, " + name(segments);
    }

    /** How the report names what an order costs. */
    static String cpu(int segments) {
        return "CPU an order, " + name(segments);
    }

    private static String name(int segments) {
        return segments == 1 ? "1 segment" : segments + " segments";
    }

    private void measure() {
        report.circumstancesOfThisMachine();
        report.circumstance("clients", CLIENTS);
        report.circumstance("warm-up", String.format(Locale.ROOT, "%,d orders each, not counted", WARM_UP));
        report.circumstance("rounds", "%s of each, of %s s, in turn".formatted(ROUNDS, ROUND.toSeconds()));
        for (int segments : SEGMENTS) {
            console.accept("A system of " + name(segments));
            sides.add(Side.start(segments, console));
        }
        report.circumstance("broker", sides.get(0).system.broker());
        for (Side side : sides) {
            console.accept("Warming up, " + name(side.segments));
            side.workload.placeInPortions(WARM_UP, CLIENTS);
        }
        atRest();
        for (Duration roundTrip : ROUND_TRIPS) {
            measureAt(roundTrip);
            console.accept(report.table());
        }
    }

    private void atRest() {
        console.accept("All systems at rest");
        double before = OwnSystem.cpuSeconds();
        Pause.of(TIME_AT_REST);
        report.section(REST);
        report.add(
                CPU_AT_REST,
                "% of a core",
                Spread.of(100 * (OwnSystem.cpuSeconds() - before) / TIME_AT_REST.toSeconds()));
    }

    private void measureAt(Duration roundTrip) {
        for (Side side : sides) {
            console.accept("%s: %s".formatted(section(roundTrip), name(side.segments)));
            side.system.putPostgresAway(roundTrip);
            side.sustain(FIRST_ROUND);
        }
        Map<Side, List<Round>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (Side side : sides) {
                console.accept(
                        "%s: round %s of %s, %s".formatted(section(roundTrip), round, ROUNDS, name(side.segments)));
                rounds.computeIfAbsent(side, none -> new ArrayList<>()).add(side.sustain(ROUND));
            }
        }
        report.section(section(roundTrip));
        List<Round> one = rounds.get(sides.get(0));
        rounds.forEach(
                (side, those) -> report.add(rate(side.segments), "orders/s", Spread.of(those, Round::perSecond)));
        rounds.forEach((side, those) -> {
            if (side.segments > 1) {
                report.add(
                        "%s, of what 1 does".formatted(name(side.segments)),
                        "%",
                        Spread.ofRatios(those, one, Round::perSecond));
            }
        });
        rounds.forEach((side, those) -> report.add(cpu(side.segments), "ms", Spread.of(those, Round::cpuMillis)));
    }
}
