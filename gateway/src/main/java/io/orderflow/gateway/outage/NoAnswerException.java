package io.orderflow.gateway.outage;

import java.io.IOException;

/** A service gave no answer. */
public final class NoAnswerException extends RuntimeException {

    private final Outage outage;

    public NoAnswerException(Outage outage, IOException cause) {
        super(outage.name(), cause);
        this.outage = outage;
    }

    public Outage outage() {
        return outage;
    }
}
