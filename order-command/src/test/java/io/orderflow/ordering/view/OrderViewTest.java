package io.orderflow.ordering.view;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;

class OrderViewTest {

    private static final OrderPlaced PLACED = new OrderPlaced(
            7,
            List.of(new OrderLine(1, 2, new BigDecimal("1500.00"))),
            new BigDecimal("3000.00"),
            Instant.parse("2026-07-01T12:00:00Z"));

    private final OrderView view = new OrderView();

    @Test
    void anOrderOfWhichNothingIsKnownDoesNotExist() {
        assertThat(view.exists()).isFalse();
    }

    @Test
    void aPlacedOrderIsPending() {
        apply(0, PLACED);

        assertThat(view.exists()).isTrue();
        assertThat(view.id()).isEqualTo(7);
        assertThat(view.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(view.totalPrice()).isEqualTo("3000.00");
        assertThat(view.createdAt()).isEqualTo(PLACED.placedAt());
        assertThat(view.lines()).containsExactly(new OrderView.Line(1, 2, new BigDecimal("1500.00")));
    }

    @Test
    void aConfirmedOrderHasNoReason() {
        apply(0, PLACED);
        apply(1, new OrderConfirmed(7));

        assertThat(view.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(view.reason()).isNull();
    }

    @Test
    void aCancelledOrderSaysWhyAndStaysCancelledWhenItAsksStockBack() {
        apply(0, PLACED);
        apply(1, new OrderCancelled(7, "product 1 does not exist"));
        apply(2, new StockReleaseRequested(7, List.of(new StockLine(2, 1))));

        assertThat(view.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(view.reason()).isEqualTo("product 1 does not exist");
        assertThat(view.nextVersion()).isEqualTo(3);
    }

    @Test
    void aConfirmedOrderThatItsCustomerCancelsIsCancelled() {
        apply(0, PLACED);
        apply(1, new OrderConfirmed(7));
        apply(2, new OrderCancelled(7, "cancelled by the customer"));

        assertThat(view.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(view.reason()).isEqualTo("cancelled by the customer");
        assertThat(view.version()).isEqualTo(2);
    }

    @Test
    void anOrderIsItsCustomersAlone() {
        apply(0, PLACED);
        assertThat(view.isOf("anna")).isFalse();

        OrderView ofAnna = OrderViewFixture.viewOf(
                new OrderPlaced(7, PLACED.lines(), PLACED.totalPrice(), PLACED.placedAt(), Optional.of("anna")));
        assertThat(ofAnna.isOf("anna")).isTrue();
        assertThat(ofAnna.isOf("ben")).isFalse();
    }

    @Test
    void anEventThatIsInTheViewAlreadyChangesNothing() {
        apply(0, PLACED);
        apply(1, new OrderConfirmed(7));
        apply(0, PLACED);
        apply(1, new OrderConfirmed(7));

        assertThat(view.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(view.lines()).hasSize(1);
        assertThat(view.nextVersion()).isEqualTo(2);
    }

    private void apply(long sequence, OrderEvent event) {
        view.apply(new GenericDomainEventMessage<>("Order", "order-7", sequence, event));
    }
}
