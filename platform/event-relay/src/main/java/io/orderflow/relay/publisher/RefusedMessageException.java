package io.orderflow.relay.publisher;

/** A message that the broker, or the client for it, does not take as it is. Trying again is of no use. */
public final class RefusedMessageException extends RuntimeException {

    public RefusedMessageException(String message) {
        super(message);
    }

    RefusedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
