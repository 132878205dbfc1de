package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.NOON;
import static io.orderflow.ordering.order.OrderFixture.line;
import static io.orderflow.ordering.order.OrderFixture.orders;
import static io.orderflow.ordering.order.OrderFixture.placeOrder;
import static io.orderflow.ordering.order.OrderFixture.placed;

import io.orderflow.api.OrderPlaced;
import java.math.BigDecimal;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;

class PlacingAnOrderTest {

    @Test
    void givenNothing_whenPlaced_thenTheTotalIsTheSumOverItsLines() {
        orders().givenNoPriorActivity()
                .when(placeOrder(line(1, 2, "1500.00"), line(2, 3, "25.50")))
                .expectEvents(placed());
    }

    @Test
    void givenPricesWithoutDecimals_whenPlaced_thenTheyHaveTwo() {
        orders().givenNoPriorActivity()
                .when(placeOrder(line(1, 2, "1500"), line(2, 1, "0")))
                .expectEvents(new OrderPlaced(
                        1, List.of(line(1, 2, "1500.00"), line(2, 1, "0.00")), new BigDecimal("3000.00"), NOON));
    }

    @Test
    void givenAnOrder_whenItsNumberIsPlacedAgain_thenRefused() {
        orders().given(placed())
                .when(placeOrder(line(1, 1, "1.00")))
                .expectException(EventStoreException.class)
                .expectNoEvents();
    }
}
