package io.orderflow.local.postgres;

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

    private static final Object UNPACKING = new Object();

    private final URL archive;
    private final Path home;

    /**
     * @param folder where to unpack; each version gets a folder of its own there, and stacks may share it
     */
    PostgresPrograms(Path folder) {
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
        // PostgreSQL refuses root, as containers have it. In a user namespace of its own it sees another user, without
        // any rights.
        Stream<String> prefix = isRoot() ? Stream.of("unshare", "--user") : Stream.empty();
        Stream<String> executable =
                Stream.of(home.resolve("bin").resolve(program).toString());
        return Stream.of(prefix, executable, Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Unpacks the programs where that has not been done. */
    void unpack() {
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
                    if (path.getParent().endsWith("bin") && !path.toFile().setExecutable(true)) {
                        throw new IOException("Cannot make " + path + " executable");
                    }
                }
            }
        }
    }
}
