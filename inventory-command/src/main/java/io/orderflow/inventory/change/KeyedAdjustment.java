package io.orderflow.inventory.change;

import io.orderflow.inventory.product.AdjustStock;
import io.orderflow.inventory.product.ProductState;

/** An adjustment that was made under an idempotency key, and the answer to it. */
record KeyedAdjustment(String key, long productId, long by, String reason, ProductState answer) {

    static KeyedAdjustment of(String key, AdjustStock command, ProductState answer) {
        return new KeyedAdjustment(key, command.productId().number(), command.by(), command.reason(), answer);
    }

    /** Whether the command asks for the same. The version that it expects is of no account: this adjustment may have ended it. */
    boolean isOf(AdjustStock command) {
        return equals(of(key, command, answer));
    }
}
