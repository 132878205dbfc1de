package io.orderflow.inventory.reservation;

import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ReleaseStock;
import io.orderflow.inventory.product.ReserveStock;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.command.AggregateNotFoundException;

/**
 * Has stock reserved for each line of an order that was placed, and released for each line that an order gives back.
 *
 * <p>The answers are the products' events. They commit together with the position up to which orders have been handled,
 * so an order is answered exactly once. The work is divided by products, so that each of them is changed by one thread.
 */
@ProcessingGroup(ReservationPolicy.PROCESSOR)
public class ReservationPolicy {

    /** Name of the processor whose token says which orders have been answered. */
    public static final String PROCESSOR = "reservation";

    private final CommandGateway commands;
    private final LongPredicate isOwn;

    /** @param isOwn whether what is asked of a product is for who handles the event, and not for somebody beside */
    public ReservationPolicy(CommandGateway commands, LongPredicate isOwn) {
        this.commands = commands;
        this.isOwn = isOwn;
    }

    /** The products of which an event asks something. */
    public static Stream<Long> productsOf(Object event) {
        if (event instanceof OrderPlaced placed) {
            return placed.lines().stream().map(OrderLine::productId);
        }
        return event instanceof StockReleaseRequested released
                ? released.lines().stream().map(StockLine::productId)
                : Stream.of();
    }

    @EventHandler
    void on(OrderPlaced event) {
        event.lines().stream()
                .filter(line -> isOwn.test(line.productId()))
                .forEach(line -> commands.sendAndWait(
                        new ReserveStock(new ProductId(line.productId()), event.orderId(), line.quantity())));
    }

    @EventHandler
    void on(StockReleaseRequested event) {
        event.lines().stream()
                .filter(line -> isOwn.test(line.productId()))
                .forEach(line ->
                        release(new ReleaseStock(new ProductId(line.productId()), event.orderId(), line.quantity())));
    }

    private void release(ReleaseStock command) {
        try {
            commands.sendAndWait(command);
        } catch (AggregateNotFoundException e) {
            // Nothing was ever reserved of a product that nobody here has heard of.
        }
    }
}
