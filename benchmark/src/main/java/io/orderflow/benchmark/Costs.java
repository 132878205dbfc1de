package io.orderflow.benchmark;

import io.orderflow.local.Service;
import java.util.Map;
import java.util.TreeMap;

/** What orders cost the processes of a system and its databases, from the moment this is made. */
final class Costs {

    private final OwnSystem system;
    private final Map<Service, RoundTrips> databases = new TreeMap<>();
    private final Map<Service, Long> statementsBefore;
    private final Map<String, Usage> before;

    Costs(OwnSystem system) {
        this.system = system;
        databases.put(Service.ORDER_COMMAND, system.roundTrips(Service.ORDER_COMMAND));
        databases.put(Service.INVENTORY_COMMAND, system.roundTrips(Service.INVENTORY_COMMAND));
        statementsBefore = statements();
        before = system.usage();
    }

    /**
     * What one order costs.
     *
     * @param statements round trips of a service to its database
     * @param cpuMillis CPU time by process
     * @param processes CPU time and memory by process until now; of the orders before, too
     */
    record PerOrder(Map<Service, Double> statements, Map<String, Double> cpuMillis, Map<String, Usage> processes) {

        double allCpuMillis() {
            return cpuMillis.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        void addTo(Report report) {
            report.section("What an order cost");
            statements.forEach(
                    (service, count) -> report.add(service.title() + ": SQL round trips", "", Spread.of(count)));
            cpuMillis.forEach((process, millis) -> report.add(process + ": CPU", "ms", Spread.of(millis)));
            report.add("all of them: CPU", "ms", Spread.of(allCpuMillis()));
            report.section("What the processes used from their start until the last of these orders");
            processes.forEach((process, usage) -> {
                report.add(process + ": CPU", "s", Spread.of(usage.seconds()));
                report.add(process + ": memory", "MB", Spread.of(usage.megabytes()));
            });
        }
    }

    /** Ends the count of so many orders. */
    PerOrder of(int orders) {
        Map<String, Usage> after = system.usage();
        Map<Service, Double> statements = new TreeMap<>();
        statements()
                .forEach((service, count) ->
                        statements.put(service, (double) (count - statementsBefore.get(service)) / orders));
        Map<String, Double> cpuMillis = new TreeMap<>();
        before.forEach((process, usage) ->
                cpuMillis.put(process, 1_000 * (after.get(process).seconds() - usage.seconds()) / orders));
        return new PerOrder(statements, cpuMillis, after);
    }

    private Map<Service, Long> statements() {
        Map<Service, Long> statements = new TreeMap<>();
        databases.forEach((service, database) -> statements.put(service, database.count()));
        return statements;
    }
}
