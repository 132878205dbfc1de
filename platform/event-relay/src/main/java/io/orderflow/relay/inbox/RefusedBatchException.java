package io.orderflow.relay.inbox;

/** One or more of the events can never be stored, and it is not known which: nothing of the batch is stored. */
public final class RefusedBatchException extends RuntimeException {

    /** @param reason for a person to read */
    public RefusedBatchException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
