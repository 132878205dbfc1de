package io.orderflow.inventory.product;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says by how many pieces more, or fewer if negative, are available.
 *
 * @param reason why, for people
 */
public record AdjustStock(
        @TargetAggregateIdentifier ProductId productId, long by, String reason, ExpectedVersions expected) {

    /** @throws IllegalArgumentException if it changes nothing, or says no reason */
    public AdjustStock {
        if (by == 0 || reason.isBlank()) {
            throw new IllegalArgumentException("An adjustment changes the stock, and says why");
        }
    }
}
