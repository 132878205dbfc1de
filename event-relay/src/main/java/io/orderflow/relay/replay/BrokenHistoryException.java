package io.orderflow.relay.replay;

/** History cannot be complete any more; it has to be asked for again. */
public final class BrokenHistoryException extends RuntimeException {

    /** @param reason for a person to read */
    public BrokenHistoryException(String reason) {
        super(reason);
    }
}
