package io.orderflow.ordering.view;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderPlaced;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.hibernate.annotations.BatchSize;
import org.springframework.data.domain.Persistable;

/** An order as clients see it, up to one of its events: a fold of the order's own events. */
@Entity
@Table(name = "order_view")
public class OrderView implements Persistable<Long> {

    private static final long NO_EVENT = -1;

    /** Orders of which the lines are read by one statement: of the longest page, and the one that shows that there is another. */
    private static final int MOST_AT_ONCE = 1_001;

    @Id
    private long id;

    /** The sequence number of the last event in this view. */
    private long version = NO_EVENT;

    @Enumerated(EnumType.STRING)
    private OrderStatus status;

    private String reason;
    private BigDecimal totalPrice;
    private Instant createdAt;

    /** Null for an order of nobody. */
    private String customer;

    /** Read by the ids of the orders that were read: by their status, an order that changes meanwhile would have none. */
    @ElementCollection(fetch = FetchType.EAGER)
    @BatchSize(size = MOST_AT_ONCE)
    @CollectionTable(name = "order_view_line", joinColumns = @JoinColumn(name = "order_id"))
    @OrderColumn(name = "position")
    private List<Line> lines = new ArrayList<>();

    @Transient
    private boolean stored;

    /** An order of which no event is known yet. */
    public OrderView() {}

    /** Takes the order's next event in. An event that is in this view already changes nothing. */
    void apply(DomainEventMessage<?> message) {
        if (message.getSequenceNumber() <= version) {
            return;
        }
        version = message.getSequenceNumber();
        OrderEvent event = (OrderEvent) message.getPayload();
        id = event.orderId();
        if (event instanceof OrderPlaced placed) {
            status = OrderStatus.PENDING;
            totalPrice = placed.totalPrice();
            createdAt = placed.placedAt();
            customer = placed.customer().orElse(null);
            placed.lines().forEach(line -> lines.add(new Line(line.productId(), line.quantity(), line.unitPrice())));
        } else if (event instanceof OrderConfirmed) {
            status = OrderStatus.CONFIRMED;
        } else if (event instanceof OrderCancelled cancelled) {
            status = OrderStatus.CANCELLED;
            reason = cancelled.reason();
        }
    }

    @Override
    public Long getId() {
        return id;
    }

    /** Spares a look into the database for an order that is known not to be there. */
    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void isStored() {
        stored = true;
    }

    boolean isOf(String somebody) {
        return somebody.equals(customer);
    }

    boolean exists() {
        return version != NO_EVENT;
    }

    long nextVersion() {
        return version + 1;
    }

    public long id() {
        return id;
    }

    /** Whose it is; null if it is nobody's. */
    public String customer() {
        return customer;
    }

    /** Another one after each event of the order. */
    public long version() {
        return version;
    }

    public OrderStatus status() {
        return status;
    }

    /** Why the order was cancelled; null for any other. */
    public String reason() {
        return reason;
    }

    public BigDecimal totalPrice() {
        return totalPrice;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** One line of an order. */
    @Embeddable
    public record Line(long productId, int quantity, BigDecimal unitPrice) {}
}
