package io.orderflow.relay.replay;

/** History cannot be complete any more; it has to be asked for again. */
public final class BrokenReplayException extends RuntimeException {

    /** @param reason for a person to read */
    public BrokenReplayException(String reason) {
        super(reason);
    }
}
