package io.orderflow.projection;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A read model that can be thrown away and built again from the events, while the system runs. Until a rebuild is complete,
 * readers are served from the old model; a rebuild that fails leaves that model as it was.
 */
public interface RebuildableProjection {

    /** By which operators know it, e.g. {@code orders}. */
    String name();

    /** How far it is, and what became of its last rebuild. */
    ProjectionStatus status();

    /** Its last rebuild, running or ended; empty if there was none. */
    Optional<Rebuild> lastRebuild();

    /**
     * Begins a rebuild, which goes on in the background and survives a restart of the service.
     *
     * @param alongside is done with what has begun, in the same transaction where the model is kept in one
     * @throws RebuildRunningException if one has begun and not ended, here or in another instance of the service
     */
    Rebuild startRebuild(Consumer<Rebuild> alongside);

    /** Begins a rebuild, alike, and nothing else. */
    default Rebuild startRebuild() {
        return startRebuild(begun -> {});
    }

    /** A rebuild of this projection, running or ended. */
    Optional<Rebuild> rebuild(long id);
}
