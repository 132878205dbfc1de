package io.orderflow.local.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last lines of a log, for the message that tells of a failure, or of what takes long. */
public final class LogTail {

    private static final int LINES = 25;
    private static final int WIDTH = 160;

    private LogTail() {}

    static String of(Path log) {
        return lastLines(log).stream()
                .map(line -> System.lineSeparator() + "    " + line)
                .collect(Collectors.joining());
    }

    /** The last line that is not blank, cut to what a terminal shows; empty where there is none. */
    public static Optional<String> lastLine(Path log) {
        List<String> lines =
                lastLines(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(lines.get(lines.size() - 1).strip())
                        .map(line -> line.substring(0, Math.min(line.length(), WIDTH)));
    }

    private static List<String> lastLines(Path log) {
        if (!Files.exists(log)) {
            return List.of();
        }
        // ISO-8859-1 reads any bytes: a log with a broken character must not hide the error that it tells of.
        try (Stream<String> lines = Files.lines(log, ISO_8859_1)) {
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LINES), all.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
