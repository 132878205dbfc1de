package io.orderflow.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orderflow.local.host.FileTrees;
import io.orderflow.local.host.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's own programs, unpacked from the jar that Maven brought for this machine. */
final class PostgresPrograms {

    private static final Pattern JAR_NAME = Pattern.compile("([^/]+)\\.jar!");

    private static final String DO_NOT_RUN = """
            PostgreSQL's programs do not run here: %s
            They need a Linux with glibc (Alpine has musl), and root without user namespaces needs a project folder that \
            every user may enter. Otherwise name a running PostgreSQL by SPRING_DATASOURCE_URL.""";

    private static final Object UNPACKING = new Object();

    private final URL archive;
    private final Path home;
    private final PostgresUser user;

    /**
     * @param folder where to unpack; each version gets a folder of its own there, and stacks may share it
     * @param user who runs them
     */
    PostgresPrograms(Path folder, PostgresUser user) {
        this.user = user;
        this.archive = findArchive();
        this.home = folder.resolve(versionOf(archive));
    }

    private static URL findArchive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-%s-%s.txz".formatted(system, processor);
        return Optional.ofNullable(PostgresPrograms.class.getResource(name))
                .orElseThrow(() -> new StackException(
                        "There is no PostgreSQL for this machine in the build (%s). Build it here, or name a running server by SPRING_DATASOURCE_URL."
                                .formatted(name)));
    }

    private static String versionOf(URL archive) {
        Matcher jar = JAR_NAME.matcher(archive.toString());
        if (!jar.find()) {
            throw new IllegalStateException("Not in a jar: " + archive);
        }
        return jar.group(1);
    }

    /** The command line that runs one of the programs. */
    List<String> command(String program, String... arguments) {
        return Stream.of(user.prefix(), List.of(path(program)), List.of(arguments))
                .flatMap(List::stream)
                .toList();
    }

    private String path(String program) {
        return home.resolve("bin").resolve(program).toString();
    }

    /** Unpacks the programs where that has not been done; throws a {@link StackException} where they cannot be run. */
    void prepare() {
        unpack();
        requireThatTheyRun();
    }

    private void requireThatTheyRun() {
        try {
            // Through a shell, which is that user already: whoever becomes it may start what it may not.
            List<String> version = Stream.of(user.prefix(), List.of("sh", "-c", "\"$0\" --version", path("postgres")))
                    .flatMap(List::stream)
                    .toList();
            Process process =
                    new ProcessBuilder(version).redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new StackException(DO_NOT_RUN.formatted(answer));
            }
        } catch (IOException e) {
            throw new StackException(DO_NOT_RUN.formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while trying PostgreSQL's programs", e);
        }
    }

    private void unpack() {
        // The file lock keeps other JVMs out, but not other threads of this one.
        synchronized (UNPACKING) {
            if (Files.isDirectory(home)) {
                return;
            }
            try {
                Files.createDirectories(home.getParent());
                try (FileChannel channel = FileChannel.open(
                                home.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.isDirectory(home)) {
                        Path unfinished = home.resolveSibling(home.getFileName() + ".new");
                        FileTrees.delete(unfinished);
                        extract(unfinished);
                        Files.move(unfinished, home);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot unpack PostgreSQL to " + home, e);
            }
        }
    }

    private void extract(Path target) throws IOException {
        try (InputStream compressed = archive.openStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = entry.resolveIn(target);
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if (path.getParent().endsWith("bin") && !path.toFile().setExecutable(true, false)) {
                        throw new IOException("Cannot make " + path + " executable");
                    }
                }
            }
        }
    }
}
