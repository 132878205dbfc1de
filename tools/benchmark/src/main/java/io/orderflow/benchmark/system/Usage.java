package io.orderflow.benchmark.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time and memory of processes.
 *
 * @param seconds CPU time so far
 * @param megabytes memory that is the process's own: what it shares with others is counted in part; 0 where the system does
 *     not tell
 */
public record Usage(double seconds, double megabytes) {

    /** Where proc(5) has cutime and cstime, counted from the process's state. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    private static final double TICKS_PER_SECOND = 100;

    private static final Usage NOTHING = new Usage(0, 0);

    /** What the processes have used until now, by their names, with their children, those that have ended too. */
    static Map<String, Usage> of(Map<String, ProcessHandle> processes) {
        Map<String, Usage> usage = new TreeMap<>();
        processes.forEach((name, process) -> usage.put(
                name,
                Stream.concat(Stream.of(process), process.descendants())
                        .map(member -> of(member).plus(ofEndedChildren(member)))
                        .reduce(NOTHING, Usage::plus)));
        return usage;
    }

    /** What this process has used until now, without its children. */
    static Usage ofThisProcess() {
        return of(ProcessHandle.current());
    }

    private Usage plus(Usage other) {
        return new Usage(seconds + other.seconds, megabytes + other.megabytes);
    }

    private static Usage of(ProcessHandle process) {
        Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return new Usage(cpu.toNanos() / 1e9, megabytes(process.pid()));
    }

    /** PostgreSQL, for one, has workers that live for a moment. */
    private static Usage ofEndedChildren(ProcessHandle process) {
        // What comes before the last bracket, the name, may have blanks in it.
        List<String> fields =
                List.of(read(process.pid(), "stat").replaceAll("^.*\\) ", "").split(" "));
        return fields.size() > CHILDREN_SYSTEM
                ? new Usage(
                        (Long.parseLong(fields.get(CHILDREN_USER)) + Long.parseLong(fields.get(CHILDREN_SYSTEM)))
                                / TICKS_PER_SECOND,
                        0)
                : NOTHING;
    }

    private static double megabytes(long pid) {
        return read(pid, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** What Linux says of a process; nothing where the system is another, or the process has just ended. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            return "";
        }
    }
}
