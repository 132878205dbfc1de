package io.orderflow.rest;

/** What is asked for is right but cannot be done now, for instance because it is being done already. Answered with 409. */
public final class ConflictException extends RuntimeException {

    /** @param detail what stands in the way, for a person to read */
    public ConflictException(String detail) {
        super(detail);
    }
}
