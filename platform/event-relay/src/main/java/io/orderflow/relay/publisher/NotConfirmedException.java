package io.orderflow.relay.publisher;

/** The broker has not taken a whole batch. Trying again later is always right. */
public final class NotConfirmedException extends RuntimeException {

    NotConfirmedException(String message) {
        super(message);
    }

    NotConfirmedException(String message, Throwable cause) {
        super(message, cause);
    }
}
