package io.orderflow.inventory.view;

import io.orderflow.api.StockReleased;
import io.orderflow.api.StockReserved;
import io.orderflow.inventory.product.ProductAdded;
import io.orderflow.inventory.product.ProductRenamed;
import io.orderflow.inventory.product.StockAdjusted;
import io.orderflow.inventory.product.StockSet;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.axonframework.eventhandling.DomainEventMessage;

/** A product as clients see it, up to one of its events: a fold of the product's own events. */
@Entity
@Table(name = "product_view")
public class ProductView {

    private static final long NO_EVENT = -1;

    @Id
    private long id;

    /** The sequence number of the last event in this view. */
    private long version = NO_EVENT;

    private String name;
    private long stock;

    /** A product of which no event is known yet. */
    public ProductView() {}

    /** Takes the product's next event in. An event that is in this view already changes nothing. */
    void apply(DomainEventMessage<?> message) {
        if (message.getSequenceNumber() <= version) {
            return;
        }
        version = message.getSequenceNumber();
        Object event = message.getPayload();
        if (event instanceof ProductAdded added) {
            id = added.productId();
            name = added.name();
            stock = added.stock();
        } else if (event instanceof ProductRenamed renamed) {
            name = renamed.name();
        } else if (event instanceof StockSet set) {
            stock = set.stock();
        } else if (event instanceof StockAdjusted adjusted) {
            stock += adjusted.by();
        } else if (event instanceof StockReserved reserved) {
            stock -= reserved.quantity();
        } else if (event instanceof StockReleased released) {
            stock += released.quantity();
        }
    }

    /** Whether the product was added; orders can also be answered for a product that never was. */
    boolean exists() {
        return name != null;
    }

    long nextVersion() {
        return version + 1;
    }

    public long id() {
        return id;
    }

    /** The sequence number of the last event in this view. */
    public long version() {
        return version;
    }

    public String name() {
        return name;
    }

    /** The pieces available. */
    public long stock() {
        return stock;
    }
}
