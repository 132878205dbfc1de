package io.orderflow.ordering.admission;

/** More orders are pending than end in time. None has been placed by this call. */
public final class TooMuchWaitsException extends RuntimeException {

    private final long retryAfterSeconds;

    /** @param retryAfterSeconds 1 or more */
    public TooMuchWaitsException(long retryAfterSeconds) {
        super("Too many orders wait", null, false, false); // thrown when there is no time to spare
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** After which time it may be worth to try again, in seconds; 1 or more. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
