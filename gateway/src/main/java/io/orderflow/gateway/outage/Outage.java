package io.orderflow.gateway.outage;

import org.springframework.http.HttpStatus;

/** Why there is no answer of a service. */
public enum Outage {
    /** Nobody is there: nothing was sent. */
    UNREACHABLE(HttpStatus.SERVICE_UNAVAILABLE, "cannot be reached; try again later"),
    /** As many requests as may be wait for it already: nothing was sent. */
    BUSY(HttpStatus.SERVICE_UNAVAILABLE, "is busy; try again later"),
    /** It went away under way: whether it did what was asked is not known. */
    BROKEN_OFF(HttpStatus.BAD_GATEWAY, "broke off before it answered; it may have done what was asked, or not"),
    /** It takes too long: whether it does what was asked is not known. */
    OVERDUE(HttpStatus.GATEWAY_TIMEOUT, "did not answer in time; it may have done what was asked, or not");

    private final HttpStatus status;
    private final String meaning;

    Outage(HttpStatus status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    HttpStatus status() {
        return status;
    }

    /** For a client, with the service's name in front. */
    String meaning() {
        return meaning;
    }

    /** Whether it says something of the service, and not of how many clients there are. */
    boolean isFailure() {
        return this != BUSY;
    }

    /** Whether another attempt may find it well at once: another instance, or a new connection. */
    public boolean isBrief() {
        return this == UNREACHABLE || this == BROKEN_OFF;
    }
}
