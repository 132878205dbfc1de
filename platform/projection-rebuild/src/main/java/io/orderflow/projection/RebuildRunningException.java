package io.orderflow.projection;

/** A rebuild of this projection is under way; there is one at a time. */
public final class RebuildRunningException extends RuntimeException {

    /** @param projection the projection's name */
    public RebuildRunningException(String projection) {
        super("A rebuild of " + projection + " is running");
    }
}
