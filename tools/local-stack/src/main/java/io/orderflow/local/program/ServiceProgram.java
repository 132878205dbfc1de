package io.orderflow.local.program;

import io.orderflow.local.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A packaged service in the form in which it starts quickest here: laid out in a folder, with an archive of its classes as a
 * JVM has them in memory, read and verified (class-data sharing). Where neither can be had, the package is run as it is.
 */
public final class ServiceProgram implements AutoCloseable {

    private final Path packaged;
    private final ShortProcesses processes = new ShortProcesses();
    private final ExtractedJar extracted;
    private Path jar;
    private boolean archived;

    /**
     * @param packaged what the build made of it
     * @param programs where to lay it out; stacks may share the folder
     */
    public ServiceProgram(Path packaged, Path programs) {
        this.packaged = packaged;
        this.extracted = new ExtractedJar(packaged, programs, processes);
    }

    /** Does what need not wait until it is started: lays it out, if that has not been done, and looks for an archive that fits. */
    public synchronized void prepare() {
        if (jar != null && Files.exists(jar)) {
            return;
        }
        archived = false;
        try {
            jar = extracted.jar();
            archived = new ClassArchive(jar, processes).fits();
        } catch (IOException | UncheckedIOException e) {
            jar = packaged;
        }
    }

    /**
     * The command line for its next start.
     *
     * @param classes where to note the classes that it loads, as long as there is no archive of them
     */
    public synchronized List<String> command(Path classes) {
        prepare();
        if (jar.equals(packaged)) {
            return JavaProgram.service(packaged, List.of());
        }
        return JavaProgram.service(
                jar,
                archived
                        ? JavaProgram.withArchive(new ClassArchive(jar, processes).file())
                        : JavaProgram.notingClasses(classes));
    }

    /**
     * Makes the archive of the classes that a run has noted; does nothing where there is one, or it is run as it was packaged.
     *
     * @throws IOException if it cannot be made
     */
    public void archive(Path classes) throws IOException {
        Path program;
        synchronized (this) {
            if (archived || jar == null || jar.equals(packaged)) {
                return;
            }
            program = jar;
        }
        new ClassArchive(program, processes).make(classes);
        synchronized (this) {
            archived = program.equals(jar);
        }
    }

    /** Leaves off what is being laid out or archived. */
    @Override
    public void close() {
        processes.close();
    }
}
