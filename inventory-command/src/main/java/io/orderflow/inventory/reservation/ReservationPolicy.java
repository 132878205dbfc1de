package io.orderflow.inventory.reservation;

import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ReleaseStock;
import io.orderflow.inventory.product.ReserveStock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.command.AggregateNotFoundException;

/**
 * Has stock reserved for each line of an order that was placed, and released for each line that an order gives back.
 *
 * <p>The answers are the products' events. They commit together with the position up to which orders have been handled,
 * so an order is answered exactly once.
 */
@ProcessingGroup(ReservationPolicy.PROCESSOR)
public class ReservationPolicy {

    /** Name of the processor whose token says which orders have been answered. */
    public static final String PROCESSOR = "reservation";

    private final CommandGateway commands;

    public ReservationPolicy(CommandGateway commands) {
        this.commands = commands;
    }

    @EventHandler
    void on(OrderPlaced event) {
        event.lines()
                .forEach(line -> commands.sendAndWait(
                        new ReserveStock(new ProductId(line.productId()), event.orderId(), line.quantity())));
    }

    @EventHandler
    void on(StockReleaseRequested event) {
        event.lines()
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
