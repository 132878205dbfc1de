package io.orderflow.ordering.order;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockReleaseRequested;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;

/** Order 1: two laptops at 1500.00 and three mice at 25.50. */
final class OrderFixture {

    static final OrderId ORDER = new OrderId(1);
    static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    static final StockLine LAPTOPS = new StockLine(1, 2);
    static final StockLine MICE = new StockLine(2, 3);

    private OrderFixture() {}

    static FixtureConfiguration<Order> orders() {
        return new AggregateTestFixture<>(Order.class);
    }

    static OrderLine line(long productId, int quantity, String unitPrice) {
        return new OrderLine(productId, quantity, new BigDecimal(unitPrice));
    }

    static PlaceOrder placeOrder(OrderLine... lines) {
        return new PlaceOrder(ORDER, List.of(lines), NOON, Optional.empty());
    }

    static OrderPlaced placed() {
        return new OrderPlaced(1, List.of(line(1, 2, "1500.00"), line(2, 3, "25.50")), new BigDecimal("3076.50"), NOON);
    }

    static OrderConfirmed confirmed() {
        return new OrderConfirmed(1);
    }

    static OrderCancelled cancelled() {
        return new OrderCancelled(1, "product 2 does not exist");
    }

    static StockReleaseRequested askedBack(StockLine... lines) {
        return new StockReleaseRequested(1, List.of(lines));
    }

    static ConfirmOrder confirm() {
        return new ConfirmOrder(ORDER);
    }

    static CancelOrder cancel(StockLine... reserved) {
        return new CancelOrder(ORDER, "product 2 does not exist", List.of(reserved));
    }

    static ReturnStock returnStock(StockLine reserved) {
        return new ReturnStock(ORDER, reserved);
    }

    static WithdrawOrder withdraw() {
        return new WithdrawOrder(ORDER, "cancelled by the customer");
    }

    static OrderCancelled withdrawn() {
        return new OrderCancelled(1, "cancelled by the customer");
    }
}
