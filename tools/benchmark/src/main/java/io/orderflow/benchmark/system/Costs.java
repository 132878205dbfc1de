package io.orderflow.benchmark.system;

import io.orderflow.benchmark.report.Report;
import io.orderflow.benchmark.report.Spread;
import io.orderflow.local.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What orders cost the processes of a system and its databases, counted round by round. */
public final class Costs {

    private final OwnSystem system;
    private final Map<Service, RoundTrips> databases = new TreeMap<>();
    private final List<Map<Service, Double>> statements = new ArrayList<>();
    private final List<Map<String, Double>> cpuMillis = new ArrayList<>();
    private Map<Service, Double> statementsBefore;
    private Map<String, Double> secondsBefore;

    public Costs(OwnSystem system) {
        this.system = system;
        databases.put(Service.ORDER_COMMAND, system.roundTrips(Service.ORDER_COMMAND));
        databases.put(Service.INVENTORY_COMMAND, system.roundTrips(Service.INVENTORY_COMMAND));
    }

    public void beginRound() {
        statementsBefore = statementsUntilNow();
        secondsBefore = secondsUntilNow();
    }

    /** Ends a round of so many orders. */
    public void endRound(int orders) {
        Map<String, Double> seconds = secondsUntilNow();
        cpuMillis.add(perOrder(secondsBefore, seconds, orders / 1_000.0));
        statements.add(perOrder(statementsBefore, statementsUntilNow(), orders));
    }

    /** Round trips of each service to its database, for one order. */
    public Map<Service, Spread> statements() {
        return spreads(statements);
    }

    /** CPU time of each process for one order, in milliseconds. */
    public Map<String, Spread> cpuMillis() {
        return spreads(cpuMillis);
    }

    public void addTo(Report report) {
        report.section("What an order cost");
        statements().forEach((service, count) -> report.add(service.title() + ": SQL round trips", "", count));
        cpuMillis().forEach((process, millis) -> report.add(process + ": CPU", "ms", millis));
        report.add("all of them: CPU", "ms", Spread.of(cpuMillis, Costs::sum));
        report.section("What the processes have used since their start");
        system.usage().forEach((process, usage) -> {
            report.add(process + ": CPU", "s", Spread.of(usage.seconds()));
            report.add(process + ": memory", "MB", Spread.of(usage.megabytes()));
        });
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private Map<Service, Double> statementsUntilNow() {
        Map<Service, Double> counts = new TreeMap<>();
        databases.forEach((service, database) -> counts.put(service, (double) database.count()));
        return counts;
    }

    private Map<String, Double> secondsUntilNow() {
        Map<String, Double> seconds = new TreeMap<>();
        system.usage().forEach((process, usage) -> seconds.put(process, usage.seconds()));
        return seconds;
    }

    private static <K> Map<K, Double> perOrder(Map<K, Double> before, Map<K, Double> after, double orders) {
        Map<K, Double> cost = new TreeMap<>();
        before.forEach((what, count) -> cost.put(what, (after.get(what) - count) / orders));
        return cost;
    }

    private static <K> Map<K, Spread> spreads(List<Map<K, Double>> rounds) {
        Map<K, Spread> spreads = new TreeMap<>();
        rounds.get(0).keySet().forEach(what -> spreads.put(what, Spread.of(rounds, round -> round.get(what))));
        return spreads;
    }
}
