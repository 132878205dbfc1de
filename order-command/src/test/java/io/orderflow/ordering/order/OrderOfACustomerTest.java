package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.NOON;
import static io.orderflow.ordering.order.OrderFixture.ORDER;
import static io.orderflow.ordering.order.OrderFixture.cancel;
import static io.orderflow.ordering.order.OrderFixture.confirm;
import static io.orderflow.ordering.order.OrderFixture.line;
import static io.orderflow.ordering.order.OrderFixture.orders;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderLine;
import io.orderflow.api.OrderPlaced;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of an order names its customer: others have only that to know whom to tell. */
class OrderOfACustomerTest {

    private static final Optional<String> ANNA = Optional.of("anna");
    private static final List<OrderLine> LINES = List.of(line(1, 2, "1500.00"));
    private static final OrderPlaced PLACED = new OrderPlaced(1, LINES, new BigDecimal("3000.00"), NOON, ANNA);

    @Test
    void givenNothing_whenPlaced_thenItIsTheCustomers() {
        orders().givenNoPriorActivity()
                .when(new PlaceOrder(ORDER, LINES, NOON, ANNA))
                .expectEvents(PLACED);
    }

    @Test
    void givenACustomersOrder_whenConfirmed_thenTheCustomerIsNamed() {
        orders().given(PLACED).when(confirm()).expectEvents(new OrderConfirmed(1, ANNA));
    }

    @Test
    void givenACustomersOrder_whenCancelled_thenTheCustomerIsNamed() {
        orders().given(PLACED).when(cancel()).expectEvents(new OrderCancelled(1, "product 2 does not exist", ANNA));
    }
}
