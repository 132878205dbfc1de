package io.orderflow.local.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orderflow.local.host.FileTrees;
import io.orderflow.local.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * A packaged service, taken apart by Spring Boot's own tools into a jar and a folder of libraries, as a JVM reads them quicker
 * than jars in a jar, and archives classes of no other. There is one for each build, named by what is in its package.
 */
final class ExtractedJar {

    private final Path packaged;
    private final ShortProcesses processes;
    private final Path folder;

    /** @param folder where to lay it out; the builds of one service share it */
    ExtractedJar(Path packaged, Path folder, ShortProcesses processes) {
        this.packaged = packaged;
        this.processes = processes;
        this.folder = folder;
    }

    /**
     * The jar to run, laid out now if that has not been done. What is there of other builds is deleted then.
     *
     * @throws IOException if it cannot be laid out: there is no room, or the package is no service of Spring Boot's
     */
    Path jar() throws IOException {
        Path home = folder.resolve(contents());
        Path jar = home.resolve(packaged.getFileName());
        if (!Files.exists(home)) {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempDirectory(folder, "new-");
            try {
                extract(unfinished);
                Files.move(unfinished, home);
            } catch (FileSystemException e) {
                if (!Files.exists(jar)) { // else another stack was quicker
                    throw e;
                }
            } finally {
                FileTrees.delete(unfinished);
            }
            deleteOthers(home);
        }
        return jar;
    }

    /** The same for the same files, whenever they were packaged. */
    private String contents() throws IOException {
        CRC32 sum = new CRC32();
        try (ZipFile zip = new ZipFile(packaged.toFile())) {
            zip.stream()
                    .forEach(entry -> sum.update((entry.getName() + entry.getCrc() + entry.getSize()).getBytes(UTF_8)));
        }
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private void extract(Path target) throws IOException {
        boolean done = processes.succeeds(JavaProgram.extraction(packaged, target));
        if (!done || !Files.exists(target.resolve(packaged.getFileName()))) {
            throw new IOException(packaged + " cannot be extracted");
        }
    }

    private void deleteOthers(Path home) throws IOException {
        try (Stream<Path> others = Files.list(folder)) {
            others.filter(other -> !other.equals(home)
                            && !other.getFileName().toString().startsWith("new-"))
                    .forEach(FileTrees::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
