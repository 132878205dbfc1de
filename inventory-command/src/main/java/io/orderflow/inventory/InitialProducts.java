package io.orderflow.inventory;

import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.ProductId;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Puts the first products into the catalogue of a new system; where they are already, nothing happens. */
@Component
class InitialProducts implements ApplicationRunner {

    private final CommandGateway commands;

    InitialProducts(CommandGateway commands) {
        this.commands = commands;
    }

    @Override
    public void run(ApplicationArguments args) {
        add(new AddProduct(new ProductId(1), "Laptop", 10));
        add(new AddProduct(new ProductId(2), "Mouse", 50));
        add(new AddProduct(new ProductId(3), "Keyboard", 30));
    }

    private void add(AddProduct product) {
        boolean done = false;
        while (!done) {
            done = tried(product);
        }
    }

    /** Another instance that starts at the same time may have been quicker; what it stored is read at the next try. */
    private boolean tried(AddProduct product) {
        try {
            commands.sendAndWait(product);
            return true;
        } catch (ConcurrencyException | AggregateStreamCreationException e) {
            return false;
        }
    }
}
