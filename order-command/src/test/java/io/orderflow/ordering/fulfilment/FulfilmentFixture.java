package io.orderflow.ordering.fulfilment;

import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockRejected;
import io.orderflow.api.StockReserved;
import io.orderflow.ordering.order.CancelOrder;
import io.orderflow.ordering.order.ConfirmOrder;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.ReturnStock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.axonframework.test.saga.SagaTestFixture;

/** Order 1 of up to three products, each line of two pieces; inventory has 30 seconds to answer. */
final class FulfilmentFixture {

    static final long ORDER = 1;
    static final long LAPTOP = 1;
    static final long MOUSE = 2;
    static final long KEYBOARD = 3;
    static final int PIECES = 2;

    private FulfilmentFixture() {}

    static SagaTestFixture<OrderFulfilment> fulfilment() {
        return fulfilment(new RunningDeadlines());
    }

    static SagaTestFixture<OrderFulfilment> fulfilment(AnswerDeadlines deadlines) {
        var fixture = new SagaTestFixture<>(OrderFulfilment.class);
        fixture.registerResource(deadlines);
        fixture.registerResource((Outcomes) (outcome, placedAt) -> {});
        return fixture;
    }

    static OrderPlaced placed(Long... products) {
        List<OrderLine> lines = Arrays.stream(products)
                .map(product -> new OrderLine(product, PIECES, new BigDecimal("10.00")))
                .toList();
        BigDecimal total = new BigDecimal("20.00").multiply(BigDecimal.valueOf(lines.size()));
        return new OrderPlaced(ORDER, lines, total, Instant.parse("2026-07-01T12:00:00Z"));
    }

    static StockReserved reserved(long product) {
        return new StockReserved(ORDER, product, PIECES);
    }

    static StockRejected rejected(long product) {
        return new StockRejected(ORDER, product, PIECES, reason(product));
    }

    static AnswerOverdue overdue() {
        return new AnswerOverdue(ORDER, 30);
    }

    static String reason(long product) {
        return "product " + product + " does not exist";
    }

    static ConfirmOrder confirm() {
        return new ConfirmOrder(new OrderId(ORDER));
    }

    static CancelOrder cancel(String reason, Long... reserved) {
        return new CancelOrder(
                new OrderId(ORDER),
                reason,
                Arrays.stream(reserved)
                        .map(product -> new StockLine(product, PIECES))
                        .toList());
    }

    static ReturnStock giveBack(long product) {
        return new ReturnStock(new OrderId(ORDER), new StockLine(product, PIECES));
    }
}
