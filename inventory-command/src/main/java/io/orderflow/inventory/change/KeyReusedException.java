package io.orderflow.inventory.change;

/** An idempotency key came again, with another adjustment. */
public final class KeyReusedException extends RuntimeException {

    KeyReusedException() {
        super("The key was used for another adjustment");
    }
}
