package io.orderflow.ordering.rest;

import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.OrderRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;

/** An order as a client sends it: either one product, or {@code items}. */
@ValidOrder
@Schema(
        description = "Either one product, or `items`, up to 100 products",
        example = "{\"product_id\": 1, \"quantity\": 2, \"unit_price\": 1500.00}")
record PlaceOrderRequest(Long productId, Integer quantity, BigDecimal unitPrice, List<Item> items) {

    @Schema(name = "PlaceOrderItem")
    record Item(Long productId, Integer quantity, BigDecimal unitPrice) implements OrderRules.Line {}

    /** Whether the request has its one product beside {@code items}, or parts of it. */
    boolean namesAProduct() {
        return productId != null || quantity != null || unitPrice != null;
    }

    /** What is ordered, in either form. */
    List<Item> lines() {
        return items == null ? List.of(new Item(productId, quantity, unitPrice)) : items;
    }

    /** What is ordered by a request that has been found valid. */
    List<OrderLine> orderLines() {
        return lines().stream()
                .map(item -> new OrderLine(item.productId(), item.quantity(), item.unitPrice()))
                .toList();
    }
}
