package io.orderflow.rest.problem;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request is refused, for a reason that its sender is told. */
public final class RefusedException extends ErrorResponseException {

    /** @param detail why, for a person to read */
    public RefusedException(HttpStatus status, String detail) {
        this(status, detail, null);
    }

    /** @param cause what the sender is not told; may be null */
    public RefusedException(HttpStatus status, String detail, Throwable cause) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
    }

    /** Says when to try again, by {@code Retry-After}. */
    public RefusedException retryAfter(long seconds) {
        getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        return this;
    }
}
