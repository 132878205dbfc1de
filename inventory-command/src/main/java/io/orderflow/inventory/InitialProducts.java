package io.orderflow.inventory;

import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.ProductId;
import org.axonframework.commandhandling.gateway.CommandGateway;
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
        commands.sendAndWait(new AddProduct(new ProductId(1), "Laptop", 10));
        commands.sendAndWait(new AddProduct(new ProductId(2), "Mouse", 50));
        commands.sendAndWait(new AddProduct(new ProductId(3), "Keyboard", 30));
    }
}
