package io.orderflow.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who runs on behalf of a stack, one file per process with its pid and the moment it started. A launcher that was killed cannot
 * stop its children; the next one finds them here. The moment tells a child from a stranger that got its pid later.
 */
public final class ProcessRecords {

    /** The operating system derives the moment from its clock, which may have been corrected since. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Pattern RECORD = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (TERM|INT)");

    private record Entry(Path file, ProcessHandle process, StopSignal signal) {

        String name() {
            return file.getFileName().toString();
        }
    }

    private final Path folder;

    public ProcessRecords(Path folder) {
        this.folder = folder;
    }

    void remember(String name, ProcessHandle process, StopSignal signal) {
        long started = process.info().startInstant().orElse(Instant.now()).toEpochMilli();
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), process.pid() + " " + started + " " + signal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that run now, by their names. */
    public Map<String, ProcessHandle> running() {
        Map<String, ProcessHandle> running = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                read(file).ifPresent(entry -> running.put(entry.name(), entry.process()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running;
    }

    /**
     * Stops what an earlier run left running.
     *
     * @param first what names begin with whose processes are stopped before the others, as they need those to end in order
     * @param console is told of each process that is stopped
     */
    public void stopLeftovers(Collection<String> first, Consumer<String> console) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> inOrder = files.sorted(Comparator.comparing(
                            file -> first.stream().noneMatch(file.getFileName().toString()::startsWith)))
                    .toList();
            for (Path file : inOrder) {
                read(file).ifPresent(entry -> stop(entry, console));
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Entry entry, Consumer<String> console) {
        console.accept("Stopping %s (pid %s), left over from a run that was killed"
                .formatted(entry.name(), entry.process().pid()));
        entry.signal().stop(entry.process(), PATIENCE);
    }

    private static Optional<Entry> read(Path file) throws IOException {
        Matcher record = RECORD.matcher(Files.readString(file));
        if (!record.matches()) {
            return Optional.empty(); // the launcher was killed while it wrote
        }
        Instant started = Instant.ofEpochMilli(Long.parseLong(record.group(2)));
        return ProcessHandle.of(Long.parseLong(record.group(1)))
                .filter(process -> process.info()
                        .startInstant()
                        .filter(instant ->
                                Duration.between(instant, started).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent())
                .map(process -> new Entry(file, process, StopSignal.valueOf(record.group(3))));
    }
}
