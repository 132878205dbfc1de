package io.orderflow.local.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.orderflow.local.process.JavaProgram;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The archive of a program's classes for this JDK. Whether it fits is the JVM's to say; one that does not, since it is another
 * JDK's, was moved or is damaged, is as good as none.
 */
final class ClassArchive {

    private final Path jar;
    private final ShortProcesses processes;
    private final Path file;

    /** @param jar the program; its archives are kept beside it */
    ClassArchive(Path jar, ShortProcesses processes) {
        this.jar = jar;
        this.processes = processes;
        this.file = jar.resolveSibling(Runtime.version().toString().replaceAll("[^\\w.+-]", "_") + ".jsa");
    }

    Path file() {
        return file;
    }

    /** Whether there is one that this JDK takes. */
    boolean fits() {
        try {
            return Files.exists(file) && processes.succeeds(JavaProgram.trial(jar, file));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes it, under another name until it is whole and on the disk.
     *
     * @param classes the list of those that a run has loaded, which may go on
     * @throws IOException if that fails, as where there is no room
     */
    void make(Path classes) throws IOException {
        Path unfinished = Files.createTempFile(jar.getParent(), "new-", ".jsa");
        try {
            if (!processes.succeeds(JavaProgram.classArchive(jar, wholeLines(classes), unfinished))) {
                throw new IOException("No archive can be made of the classes of " + jar);
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.READ)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The JVM that writes the list may be in the middle of a line. */
    private static Path wholeLines(Path classes) throws IOException {
        String lines = Files.readString(classes, UTF_8);
        return Files.writeString(
                classes.resolveSibling(classes.getFileName() + ".whole"),
                lines.substring(0, lines.lastIndexOf('\n') + 1));
    }
}
