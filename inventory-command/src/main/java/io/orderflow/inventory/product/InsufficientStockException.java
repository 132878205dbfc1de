package io.orderflow.inventory.product;

/** Less than nothing would be left. Nothing was changed. The message is for the client. */
public final class InsufficientStockException extends RuntimeException {

    InsufficientStockException(long asked, long available) {
        super("There are " + available + " available, from which " + asked + " cannot be taken");
    }
}
