package io.orderflow.inventory.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orderflow.inventory.view.ProductView;

/** A product as clients see it. */
record ProductResponse(
        @JsonProperty("id") long id,
        @JsonProperty("name") String name,
        @JsonProperty("stock") long stock) {

    static ProductResponse of(ProductView product) {
        return new ProductResponse(product.id(), product.name(), product.stock());
    }
}
