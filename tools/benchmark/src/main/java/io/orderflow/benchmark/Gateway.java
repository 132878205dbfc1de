package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Clients;
import io.orderflow.benchmark.load.Http;
import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.benchmark.system.OwnSystem;
import io.orderflow.local.service.Service;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What the gateway adds to a request: the same one is sent to the service and through the gateway, in rounds that take turns, over
 * connections that are kept.
 */
final class Gateway {

    private static final String PATH = "/products/1";
    private static final int OK = 200;
    private static final int MEDIAN = 50;
    private static final int WARM_UP = 60_000;
    private static final int FEW = 1;
    private static final int MANY = 16;
    private static final int REQUESTS = 10_000;
    private static final int ROUNDS = 5;

    /** In microseconds. */
    private record Pair(double direct, double through, double cpu) {

        double added() {
            return through - direct;
        }
    }

    private final OwnSystem system;
    private final Http http;
    private final URI direct;
    private final URI through;

    private Gateway(OwnSystem system, Http http) {
        this.system = system;
        this.http = http;
        direct = system.target().products().resolve(PATH);
        through = system.stack().service(Service.GATEWAY).uri().resolve(PATH);
    }

    static Report measure(Consumer<String> console) {
        Report report = new Report();
        try (OwnSystem system = OwnSystem.startFreshWithoutLimits(console);
                Http http = new Http(2 * MANY)) {
            report.circumstancesOfThisMachine();
            report.circumstance("warm-up", String.format(Locale.ROOT, "%,d requests each, not counted", WARM_UP));
            report.circumstance(
                    "rounds", String.format(Locale.ROOT, "%s of each, of %,d requests, in turn", ROUNDS, REQUESTS));
            Gateway gateway = new Gateway(system, http);
            console.accept("Warming up");
            gateway.get(gateway.direct, WARM_UP, MANY);
            gateway.get(gateway.through, WARM_UP, MANY);
            for (int clients : List.of(FEW, MANY)) {
                gateway.compare(clients, console, report);
            }
        }
        return report;
    }

    private void compare(int clients, Consumer<String> console, Report report) {
        String section = "GET %s over %s".formatted(PATH, clients == 1 ? "one connection" : clients + " connections");
        List<Pair> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            console.accept("Round %s of %s: %s".formatted(round, ROUNDS, section));
            double directly = get(direct, REQUESTS, clients).millis(MEDIAN);
            double before = system.cpuSecondsOf(Service.GATEWAY);
            double throughIt = get(through, REQUESTS, clients).millis(MEDIAN);
            double cpu = system.cpuSecondsOf(Service.GATEWAY) - before;
            rounds.add(new Pair(1e3 * directly, 1e3 * throughIt, 1e6 * cpu / REQUESTS));
        }
        report.section(section);
        report.add("directly, p50", "µs", Spread.of(rounds, Pair::direct));
        report.add("through the gateway, p50", "µs", Spread.of(rounds, Pair::through));
        report.add("added, p50", "µs", Spread.of(rounds, Pair::added));
        report.add("CPU of the gateway a request", "µs", Spread.of(rounds, Pair::cpu));
    }

    private Clients.Measured get(URI address, int requests, int clients) {
        return Clients.run(clients, requests, number -> http.get(address).require(OK));
    }
}
