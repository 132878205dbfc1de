package io.orderflow.local.program;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Programs that do one thing and end; none of them outlives this. */
final class ShortProcesses implements AutoCloseable {

    private static final long PATIENCE_MINUTES = 5;

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * Runs one, and tells whether it succeeded.
     *
     * @throws IOException if it cannot be started, or does not come to its end
     */
    boolean succeeds(List<String> command) throws IOException {
        Process process = start(command);
        try {
            return process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + command, e);
        } finally {
            process.destroyForcibly();
            running.remove(process);
        }
    }

    private synchronized Process start(List<String> command) throws IOException {
        if (closed) {
            throw new IOException("Not started any more: " + command);
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        running.add(process);
        return process;
    }

    /** Ends what runs, and lets no other begin. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Process process : running) {
            process.destroyForcibly().onExit().join();
        }
    }
}
