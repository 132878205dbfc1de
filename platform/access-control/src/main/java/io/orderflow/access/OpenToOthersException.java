package io.orderflow.access;

/** A service that checks no tokens was told to listen where others reach it. */
final class OpenToOthersException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    OpenToOthersException(String message) {
        super(message);
    }
}
