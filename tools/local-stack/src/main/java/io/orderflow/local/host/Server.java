package io.orderflow.local.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A part of the infrastructure that the stack runs itself. */
public interface Server extends AutoCloseable {

    /** What a person calls it, e.g. {@code PostgreSQL 18}. */
    String title();

    /** The ports on 127.0.0.1 that it needs. */
    List<Integer> ports();

    /** Where it says what it does; empty if it is no process of its own. */
    Optional<Path> log();

    /** Starts it and returns when it can be used; does nothing where it already runs. */
    void start();

    /** Stops it in an orderly way and returns when it has ended. {@link #start()} brings it back with its data. */
    void stop();

    /** Stops it for good: a {@link #start()} that comes later, or is going on, is refused. */
    @Override
    void close();
}
