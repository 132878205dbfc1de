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

    /** Where proc(5) has utime and stime, counted from the process's state. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    /** Where proc(5) has cutime and cstime, counted alike. */
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

    /** The CPU time that processes have used until now, with their children, those that have ended too, in seconds. */
    static double secondsOf(Stream<ProcessHandle> processes) {
        return processes
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToDouble(member -> secondsOf(member) + ofEndedChildren(member).seconds)
                .sum();
    }

    private Usage plus(Usage other) {
        return new Usage(seconds + other.seconds, megabytes + other.megabytes);
    }

    private static Usage of(ProcessHandle process) {
        return new Usage(secondsOf(process), megabytes(process.pid()));
    }

    private static double secondsOf(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The CPU time of threads that live, by the first 15 letters of their names; nothing where the system does not tell. */
    static double secondsOfThreads(long pid, String name) {
        try (Stream<Path> threads = Files.list(folderOf(pid).resolve("task"))) {
            return threads.filter(thread -> read(thread, "comm").strip().equals(name))
                    .map(Usage::statusOf)
                    .filter(fields -> fields.size() > SYSTEM)
                    .mapToDouble(fields -> ticks(fields, USER) + ticks(fields, SYSTEM))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** PostgreSQL, for one, has workers that live for a moment. */
    private static Usage ofEndedChildren(ProcessHandle process) {
        List<String> fields = statusOf(folderOf(process.pid()));
        return fields.size() > CHILDREN_SYSTEM
                ? new Usage(ticks(fields, CHILDREN_USER) + ticks(fields, CHILDREN_SYSTEM), 0)
                : NOTHING;
    }

    /** What comes before the last bracket, the name, may have blanks in it. */
    private static List<String> statusOf(Path folder) {
        return List.of(read(folder, "stat").replaceAll("^.*\\) ", "").split(" "));
    }

    private static double ticks(List<String> fields, int index) {
        return Long.parseLong(fields.get(index)) / TICKS_PER_SECOND;
    }

    private static Path folderOf(long pid) {
        return Path.of("/proc", String.valueOf(pid));
    }

    private static double megabytes(long pid) {
        return read(folderOf(pid), "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** What Linux says of a process or thread; nothing where the system is another, or it has just ended. */
    private static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}
