package io.orderflow.local.host;

/** The stack cannot do what it was asked to; the message tells its user why and what to do about it. */
public class StackException extends RuntimeException {

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
