package io.orderflow.ordering.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockReleaseRequested;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

class ChangingOrdersTest {

    private static final OrderPlaced PLACED = new OrderPlaced(
            7,
            List.of(new OrderLine(1, 2, new BigDecimal("1.50"))),
            new BigDecimal("3.00"),
            Instant.parse("2026-07-01T12:00:00Z"));

    private final EventStore store = spy(EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build());
    private final ChangingOrders orders = new ChangingOrders(store);

    @Test
    void anOrderIsFollowedFromItsPlacing_withoutReadingIt() {
        assertThat(orders.after(stored(0, PLACED)).orElseThrow().status()).isEqualTo(OrderStatus.PENDING);

        OrderView confirmed = orders.after(stored(1, new OrderConfirmed(7))).orElseThrow();

        assertThat(confirmed.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(confirmed.totalPrice()).isEqualByComparingTo("3");
        assertThat(confirmed.lines()).hasSize(1);
        verify(store, never()).readEvents(any());
    }

    @Test
    void anOrderThatWasPlacedBeforeIsRead_asItWasThen() {
        stored(0, PLACED);
        DomainEventMessage<?> cancelled = stored(1, new OrderCancelled(7, "why"));
        stored(2, new StockReleaseRequested(7, List.of(new StockLine(1, 2))));

        assertThat(orders.after(cancelled)).hasValueSatisfying(order -> {
            assertThat(order.id()).isEqualTo(7);
            assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(order.reason()).isEqualTo("why");
            assertThat(order.lines()).hasSize(1);
            assertThat(order.nextVersion()).isEqualTo(2);
        });
    }

    @Test
    void whatClientsDoNotSeeIsNoChange() {
        orders.after(stored(0, PLACED));

        assertThat(orders.after(stored(1, new StockReleaseRequested(7, List.of(new StockLine(1, 2))))))
                .isEmpty();
    }

    private DomainEventMessage<?> stored(long sequence, OrderEvent event) {
        var message = new GenericDomainEventMessage<>("Order", "order-7", sequence, event);
        store.publish(message);
        return message;
    }
}
