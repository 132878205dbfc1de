package io.orderflow.inventory.product;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says how many pieces are available from now on. What is reserved stays reserved. */
public record SetStock(@TargetAggregateIdentifier ProductId productId, long stock, ExpectedVersions expected) {

    /** @throws IllegalArgumentException if the stock is negative */
    public SetStock {
        if (stock < 0) {
            throw new IllegalArgumentException("A stock is 0 or more");
        }
    }
}
