package io.orderflow.ordering.order;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockReleaseRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * An order: placed, then either confirmed or cancelled. A cancelled one remains so; a confirmed one does, unless its customer
 * withdraws it.
 *
 * <p>It is also the last judge of what happens to reserved stock, so that fulfilment may ask twice or too late: a
 * confirmed order keeps all of it, a cancelled one asks for each reserved line back exactly once.
 */
@Aggregate
public class Order {

    private enum Status {
        PENDING,
        CONFIRMED,
        CANCELLED
    }

    @AggregateIdentifier
    private OrderId id;

    private Status status;
    private Instant placedAt;

    /** Empty for an order of nobody. */
    private Optional<String> customer = Optional.empty();

    private List<StockLine> lines = List.of();
    private final Set<Long> productsAskedBack = new HashSet<>();

    /** For Axon, which rebuilds orders from their events. */
    protected Order() {}

    @CommandHandler
    public Order(PlaceOrder command) {
        apply(new OrderPlaced(
                command.orderId().number(),
                command.lines(),
                command.totalPrice(),
                command.placedAt(),
                command.customer()));
    }

    /** Returns when the order was placed, if it ends by this; null if it had ended before. */
    @CommandHandler
    Instant decide(ConfirmOrder command) {
        if (status == Status.PENDING) {
            apply(new OrderConfirmed(id.number(), customer));
            return placedAt;
        }
        askBack(lines);
        return null;
    }

    /** Returns when the order was placed, if it ends by this; null if it had ended before. */
    @CommandHandler
    Instant decide(CancelOrder command) {
        boolean ends = status == Status.PENDING;
        if (ends) {
            apply(new OrderCancelled(id.number(), command.reason(), customer));
        }
        askBack(command.reserved());
        return ends ? placedAt : null;
    }

    /**
     * Returns when the order was placed, if it ends by this; null if it had been confirmed before. What is reserved of a pending
     * order is not known here: fulfilment tells of it, when the order is answered, or too late.
     */
    @CommandHandler
    Instant decide(WithdrawOrder command) {
        if (status == Status.CANCELLED) {
            throw new AlreadyCancelledException(id);
        }
        boolean ends = status == Status.PENDING;
        apply(new OrderCancelled(id.number(), command.reason(), customer));
        if (!ends) {
            askBack(lines);
        }
        return ends ? placedAt : null;
    }

    @CommandHandler
    void decide(ReturnStock command) {
        askBack(List.of(command.reserved()));
    }

    private void askBack(List<StockLine> reserved) {
        List<StockLine> unasked = new ArrayList<>(reserved);
        unasked.removeIf(line -> productsAskedBack.contains(line.productId()));
        if (status == Status.CANCELLED && !unasked.isEmpty()) {
            apply(new StockReleaseRequested(id.number(), unasked));
        }
    }

    @EventSourcingHandler
    void evolve(OrderPlaced event) {
        id = new OrderId(event.orderId());
        status = Status.PENDING;
        placedAt = event.placedAt();
        customer = event.customer();
        lines = event.lines().stream()
                .map(line -> new StockLine(line.productId(), line.quantity()))
                .toList();
    }

    @EventSourcingHandler
    void evolve(OrderConfirmed event) {
        status = Status.CONFIRMED;
    }

    @EventSourcingHandler
    void evolve(OrderCancelled event) {
        status = Status.CANCELLED;
    }

    @EventSourcingHandler
    void evolve(StockReleaseRequested event) {
        event.lines().forEach(line -> productsAskedBack.add(line.productId()));
    }
}
