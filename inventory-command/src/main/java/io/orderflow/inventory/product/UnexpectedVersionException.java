package io.orderflow.inventory.product;

/** The product is at none of the versions that a command was meant for. Nothing was changed. */
public final class UnexpectedVersionException extends RuntimeException {

    UnexpectedVersionException(ProductId product, long version) {
        super(product + " is at version " + version);
    }
}
