package io.orderflow.relay.wire;

/** A message that is no event this service knows, now or when it is tried again. */
public final class UnreadableMessageException extends Exception {

    UnreadableMessageException(String reason) {
        super(reason);
    }

    UnreadableMessageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
