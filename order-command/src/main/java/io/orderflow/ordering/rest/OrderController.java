package io.orderflow.ordering.rest;

import io.orderflow.api.OrderLine;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.ordering.view.OrderStatus;
import io.orderflow.ordering.view.Orders;
import io.orderflow.rest.NotFoundException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

    private final CommandGateway commands;
    private final OrderNumbers numbers;
    private final Orders orders;
    private final Clock clock;

    OrderController(CommandGateway commands, OrderNumbers numbers, Orders orders, Clock clock) {
        this.commands = commands;
        this.numbers = numbers;
        this.orders = orders;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<OrderResponse> place(@RequestBody PlaceOrderRequest request) {
        List<OrderLine> lines = request.lines();
        PlaceOrder order = new PlaceOrder(
                new OrderId(numbers.next()), lines, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        commands.sendAndWait(order);
        return ResponseEntity.created(URI.create("/orders/" + order.orderId().number()))
                .body(OrderResponse.placed(order));
    }

    @GetMapping("/{id}")
    OrderResponse order(@PathVariable("id") long id) {
        return orders.find(id).map(OrderResponse::of).orElseThrow(() -> new NotFoundException("Order not found"));
    }

    @GetMapping
    List<OrderResponse> list(
            @RequestParam(name = "skip", defaultValue = "0") @Min(0) int skip,
            @RequestParam(name = "limit", defaultValue = "10") @Min(1) @Max(1000) int limit,
            @RequestParam(name = "status", required = false) OrderStatus status) {
        return orders.list(status, skip, limit).stream().map(OrderResponse::of).toList();
    }
}
