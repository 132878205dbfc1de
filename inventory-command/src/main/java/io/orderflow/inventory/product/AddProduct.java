package io.orderflow.inventory.product;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Adds a product to the catalogue. One that is there already stays as it is. */
public record AddProduct(@TargetAggregateIdentifier ProductId productId, String name, long stock) {

    /** @throws IllegalArgumentException if the name is blank or the stock negative */
    public AddProduct {
        if (name.isBlank() || stock < 0) {
            throw new IllegalArgumentException("A product has a name and a stock of 0 or more");
        }
    }
}
