package io.orderflow.local.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The one folder in which a stack keeps its data, its logs and the records of its processes. */
public final class DataFolder implements AutoCloseable {

    private final Path root;
    private final Path lockFile;
    private FileChannel channel;

    public DataFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.lockFile = this.root.resolve("lock");
    }

    public Path root() {
        return root;
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path broker() {
        return root.resolve("broker");
    }

    public Path mongo() {
        return root.resolve("mongo");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Where a service notes the classes that it loads. */
    public Path classes(String name) {
        return logs().resolve(name + ".classes");
    }

    public Path pids() {
        return root.resolve("pids");
    }

    /**
     * Keeps every other stack away from this folder, as two of them on one set of databases would ruin it.
     *
     * @throws StackException if another stack has it, with that stack's pid
     */
    public void lock() {
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock() == null) {
                String owner = Files.readString(lockFile).strip();
                channel.close();
                channel = null;
                throw new StackException(
                        "Orderflow already runs on %s (pid %s). Stop that run first (Ctrl-C, or kill %s)."
                                .formatted(root, owner, owner));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + System.lineSeparator()).getBytes(UTF_8)));
        } catch (IOException e) {
            throw new StackException("Cannot use the data folder %s: %s".formatted(root, e.getMessage()), e);
        }
    }

    private FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // a stack in this very JVM has it
        }
    }

    public boolean isLocked() {
        return channel != null;
    }

    /** Deletes everything that a run leaves behind. The lock stays. */
    public void deleteData() {
        Stream.of(postgres(), broker(), mongo(), logs()).forEach(FileTrees::delete);
    }

    /** Keeps the logs of the last run as {@code *.previous.log}, so that they neither mix nor grow for ever. */
    public void startNewLogs() {
        try {
            Files.createDirectories(logs());
            for (Path log : logsOfLastRun()) {
                String name = log.getFileName().toString().replaceFirst("\\.log$", ".previous.log");
                Files.move(log, log.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> logsOfLastRun() throws IOException {
        try (Stream<Path> files = Files.list(logs())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> !file.toString().endsWith(".previous.log"))
                    .toList();
        }
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.truncate(0);
            channel.close();
            channel = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
