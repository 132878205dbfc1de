package io.orderflow.inventory.product;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Gives a product another name. */
public record RenameProduct(@TargetAggregateIdentifier ProductId productId, String name, ExpectedVersions expected) {

    /** @throws IllegalArgumentException if the name is blank */
    public RenameProduct {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A product has a name");
        }
    }
}
