package io.orderflow.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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
record Usage(double seconds, double megabytes) {

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
            megabytes += megabytes(process.pid());
        }
        return new Usage(seconds, megabytes);
    }

    private static double megabytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (NoSuchFileException e) {
            return 0; // not Linux, or it has just ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
