package io.orderflow.rest.problem;

/** Answered with 404. */
public final class NotFoundException extends RuntimeException {

    /** @param detail what was not found, for a person to read */
    public NotFoundException(String detail) {
        super(detail);
    }
}
