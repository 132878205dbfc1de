package io.orderflow.ordering.placement;

/** An idempotency key came again, with another order. */
public final class KeyReusedException extends RuntimeException {

    KeyReusedException() {
        super("The key was used for another order");
    }
}
