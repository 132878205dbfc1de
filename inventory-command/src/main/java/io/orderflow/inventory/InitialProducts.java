package io.orderflow.inventory;

import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.ProductId;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Puts the first products into the catalogue of a new system; where they are already, nothing happens. Before any request
 * or message is taken, so that none finds them missing.
 */
@Component
class InitialProducts implements SmartLifecycle {

    /** Axon's parts start in phases around 0, the web server and the listener in the last ones. */
    private static final int AFTER_AXON = Integer.MAX_VALUE / 2;

    private final CommandGateway commands;
    private volatile boolean added;

    InitialProducts(CommandGateway commands) {
        this.commands = commands;
    }

    @Override
    public void start() {
        commands.sendAndWait(new AddProduct(new ProductId(1), "Laptop", 10));
        commands.sendAndWait(new AddProduct(new ProductId(2), "Mouse", 50));
        commands.sendAndWait(new AddProduct(new ProductId(3), "Keyboard", 30));
        added = true;
    }

    @Override
    public void stop() {
        added = false;
    }

    @Override
    public boolean isRunning() {
        return added;
    }

    @Override
    public int getPhase() {
        return AFTER_AXON;
    }
}
