package io.orderflow.benchmark;

import io.orderflow.benchmark.load.Workload;
import io.orderflow.benchmark.system.OwnSystem;
import java.util.function.Supplier;

/**
 * What a round of orders gave.
 *
 * @param perSecond orders that were seen through
 * @param cpuMillis CPU time of the system's processes for each order
 */
record Round(double perSecond, double cpuMillis) {

    /** Measures orders while they are placed, and looks at each of them afterwards. */
    static Round of(OwnSystem system, Workload workload, Supplier<Workload.Placed> placing) {
        double before = system.systemCpuSeconds();
        Workload.Placed placed = placing.get();
        double cpu = system.systemCpuSeconds() - before;
        workload.verify(placed);
        return new Round(placed.perSecond(), 1_000 * cpu / placed.ids().size());
    }
}
