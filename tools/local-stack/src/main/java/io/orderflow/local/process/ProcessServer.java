package io.orderflow.local.process;

import io.orderflow.local.host.Server;
import java.nio.file.Path;
import java.util.Optional;

/** A server that is one process of its own. */
public abstract class ProcessServer implements Server {

    private final ManagedProcess process;

    protected ProcessServer(ManagedProcess process) {
        this.process = process;
    }

    @Override
    public final Optional<Path> log() {
        return Optional.of(process.log());
    }

    @Override
    public void start() {
        process.start();
        process.awaitReady();
    }

    @Override
    public final void stop() {
        process.stop();
    }

    @Override
    public final void close() {
        process.close();
    }

    /** kill -9. */
    public final void kill() {
        process.kill();
    }

    public final boolean isAlive() {
        return process.isAlive();
    }
}
