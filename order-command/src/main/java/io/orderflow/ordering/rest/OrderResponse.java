package io.orderflow.ordering.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.ordering.view.OrderView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** An order as clients see it. The first two fields of a line are repeated above an order that has just that line. */
@JsonInclude(Include.NON_NULL)
record OrderResponse(
        @JsonProperty("id") long id,
        @JsonProperty("product_id") Long productId,
        @JsonProperty("quantity") Integer quantity,
        @JsonProperty("items") List<Item> items,
        @JsonProperty("total_price") BigDecimal totalPrice,
        @JsonProperty("status") OrderStatus status,
        @JsonProperty("reason") String reason,
        @JsonProperty("created_at") Instant createdAt) {

    record Item(
            @JsonProperty("product_id") long productId,
            @JsonProperty("quantity") int quantity,
            @JsonProperty("unit_price") BigDecimal unitPrice) {}

    static OrderResponse placed(PlaceOrder order) {
        List<Item> items = order.lines().stream()
                .map(line -> new Item(line.productId(), line.quantity(), line.unitPrice()))
                .toList();
        return of(order.orderId().number(), items, order.totalPrice(), OrderStatus.PENDING, null, order.placedAt());
    }

    static OrderResponse of(OrderView order) {
        List<Item> items = order.lines().stream()
                .map(line -> new Item(line.productId(), line.quantity(), line.unitPrice()))
                .toList();
        return of(order.id(), items, order.totalPrice(), order.status(), order.reason(), order.createdAt());
    }

    private static OrderResponse of(
            long id, List<Item> items, BigDecimal totalPrice, OrderStatus status, String reason, Instant createdAt) {
        Item only = items.size() == 1 ? items.get(0) : null;
        return new OrderResponse(
                id,
                only == null ? null : only.productId(),
                only == null ? null : only.quantity(),
                items,
                totalPrice,
                status,
                reason,
                createdAt);
    }
}
