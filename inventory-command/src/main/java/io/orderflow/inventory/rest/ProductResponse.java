package io.orderflow.inventory.rest;

import io.orderflow.inventory.product.ProductState;
import io.orderflow.inventory.view.ProductView;

/** A product as clients see it. */
record ProductResponse(long id, String name, long stock) {

    static ProductResponse of(ProductView product) {
        return new ProductResponse(product.id(), product.name(), product.stock());
    }

    static ProductResponse of(ProductState product) {
        return new ProductResponse(product.number(), product.name(), product.stock());
    }
}
