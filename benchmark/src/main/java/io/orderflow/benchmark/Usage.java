package io.orderflow.benchmark;

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
 * @param seconds CPU time so far, with that of children that have ended
 * @param megabytes memory that is the process's own: what it shares with others is counted in part; 0 where the system does
 *     not tell
 */
record Usage(double seconds, double megabytes) {

    /** Where proc(5) has cutime and cstime, counted from the process's state. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    private static final double TICKS_PER_SECOND = 100;

    /** What the processes have used until now, by their names, with their children. */
    static Map<String, Usage> of(Map<String, ProcessHandle> processes) {
        Map<String, Usage> usage = new TreeMap<>();
        processes.forEach(
                (name, process) -> usage.put(name, of(Stream.concat(Stream.of(process), process.descendants()))));
        return usage;
    }

    /** What this process has used until now, without its children. */
    static Usage ofThisProcess() {
        return of(Stream.of(ProcessHandle.current()));
    }

    private static Usage of(Stream<ProcessHandle> processes) {
        double seconds = 0;
        double megabytes = 0;
        for (ProcessHandle process : processes.toList()) {
            seconds += process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
            seconds += secondsOfEndedChildren(process.pid());
            megabytes += megabytes(process.pid());
        }
        return new Usage(seconds, megabytes);
    }

    /** PostgreSQL, for one, has workers that live for a moment. */
    private static double secondsOfEndedChildren(long pid) {
        // What comes before the last bracket, the name, may have blanks in it.
        List<String> fields =
                List.of(read(pid, "stat").replaceAll("^.*\\) ", "").split(" "));
        return fields.size() > CHILDREN_SYSTEM
                ? (Long.parseLong(fields.get(CHILDREN_USER)) + Long.parseLong(fields.get(CHILDREN_SYSTEM)))
                        / TICKS_PER_SECOND
                : 0;
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
