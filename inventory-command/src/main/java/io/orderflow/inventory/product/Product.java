package io.orderflow.inventory.product;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.orderflow.api.StockRanLow;
import io.orderflow.api.StockRanOut;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * A product and the pieces of it that are available.
 *
 * <p>A product that was never added has no pieces and refuses each reservation, in an event of its own like any other.
 * So every answer to an order has a place in the history of a product, by which duplicates of it are known.
 *
 * <p>Its revision is that of its snapshots: another one for each change of a field, so that no release reads those of another.
 */
@Revision("1")
@Aggregate(repository = "productRepository")
public class Product {

    /** At this stock or below, a product is running low. */
    static final long LOW_STOCK = 5;

    @AggregateIdentifier
    private ProductId id;

    private String name;
    private long stock;

    /** For Axon, which rebuilds products from their events. */
    protected Product() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(AddProduct command) {
        if (!isAdded()) {
            apply(new ProductAdded(command.productId().number(), command.name(), command.stock()));
        }
    }

    /** One that has the name already stays as it is. */
    @CommandHandler
    ProductState decide(RenameProduct command) {
        requireAt(command.expected());
        if (!name.equals(command.name())) {
            apply(new ProductRenamed(id.number(), command.name()));
        }
        return state();
    }

    @CommandHandler
    ProductState decide(SetStock command) {
        requireAt(command.expected());
        long before = stock;
        apply(new StockSet(id.number(), command.stock()));
        tellIfRunningShort(before);
        return state();
    }

    @CommandHandler
    ProductState decide(AdjustStock command) {
        requireAt(command.expected());
        long before = stock;
        if (before + command.by() < 0) {
            throw new InsufficientStockException(-command.by(), before);
        }
        apply(new StockAdjusted(id.number(), command.by(), command.reason()));
        tellIfRunningShort(before);
        return state();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ReserveStock command) {
        long number = command.productId().number();
        if (!isAdded()) {
            reject(command, "product " + number + " does not exist");
        } else if (command.quantity() < 1) {
            reject(command, "quantity " + command.quantity() + " of product " + number + " is not 1 or more");
        } else if (command.quantity() > stock) {
            reject(
                    command,
                    "insufficient stock for product " + number + " (requested " + command.quantity() + ", available "
                            + stock + ")");
        } else {
            long before = stock;
            apply(new StockReserved(command.orderId(), number, command.quantity()));
            tellIfRunningShort(before);
        }
    }

    @CommandHandler
    void decide(ReleaseStock command) {
        if (isAdded() && command.quantity() > 0) {
            apply(new StockReleased(command.orderId(), id.number(), command.quantity()));
        }
    }

    /** Whether it is in the catalogue, and not only known as one that somebody asked for. */
    public boolean isAdded() {
        return name != null;
    }

    private void requireAt(ExpectedVersions expected) {
        if (!isAdded()) {
            throw new AggregateNotFoundException(id.toString(), "The product was never added");
        }
        if (!expected.include(getVersion())) {
            throw new UnexpectedVersionException(id, getVersion());
        }
    }

    private ProductState state() {
        return new ProductState(id.number(), name, stock, getVersion());
    }

    private static void reject(ReserveStock command, String reason) {
        apply(new StockRejected(command.orderId(), command.productId().number(), command.quantity(), reason));
    }

    private void tellIfRunningShort(long before) {
        if (stock == 0 && before > 0) {
            apply(new StockRanOut(id.number(), name));
        } else if (stock > 0 && stock <= LOW_STOCK && before > LOW_STOCK) {
            apply(new StockRanLow(id.number(), name, stock));
        }
    }

    @EventSourcingHandler
    void evolve(ProductAdded event) {
        id = new ProductId(event.productId());
        name = event.name();
        stock = event.stock();
    }

    @EventSourcingHandler
    void evolve(ProductRenamed event) {
        name = event.name();
    }

    @EventSourcingHandler
    void evolve(StockSet event) {
        stock = event.stock();
    }

    @EventSourcingHandler
    void evolve(StockAdjusted event) {
        stock += event.by();
    }

    @EventSourcingHandler
    void evolve(StockReserved event) {
        stock -= event.quantity();
    }

    @EventSourcingHandler
    void evolve(StockRejected event) {
        id = new ProductId(event.productId());
    }

    @EventSourcingHandler
    void evolve(StockReleased event) {
        stock += event.quantity();
    }
}
