package io.orderflow.ordering.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.ordering.view.OrderView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;

/** An order as clients see it. The first two fields of a line are repeated above an order that has just that line. */
@JsonInclude(Include.NON_NULL)
record OrderResponse(
        long id,
        Long productId,
        Integer quantity,
        List<Item> items,
        BigDecimal totalPrice,
        OrderStatus status,
        String reason,
        Instant createdAt) {

    @Schema(name = "OrderItem")
    record Item(long productId, int quantity, BigDecimal unitPrice) {}

    boolean has(long product) {
        return items.stream().anyMatch(item -> item.productId() == product);
    }

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

    /** The order with its version as {@code ETag}. */
    static ResponseEntity<OrderResponse> tagged(OrderView order) {
        return ResponseEntity.ok().eTag(String.valueOf(order.version())).body(of(order));
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
