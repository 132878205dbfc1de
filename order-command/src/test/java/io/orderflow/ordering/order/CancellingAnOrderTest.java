package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.LAPTOPS;
import static io.orderflow.ordering.order.OrderFixture.MICE;
import static io.orderflow.ordering.order.OrderFixture.ORDER;
import static io.orderflow.ordering.order.OrderFixture.askedBack;
import static io.orderflow.ordering.order.OrderFixture.cancel;
import static io.orderflow.ordering.order.OrderFixture.cancelled;
import static io.orderflow.ordering.order.OrderFixture.confirmed;
import static io.orderflow.ordering.order.OrderFixture.orders;
import static io.orderflow.ordering.order.OrderFixture.placed;

import java.util.List;
import org.junit.jupiter.api.Test;

class CancellingAnOrderTest {

    @Test
    void givenAPendingOrder_whenCancelled_thenItSaysWhyAndAsksTheReservedLinesBack() {
        orders().given(placed()).when(cancel(LAPTOPS)).expectEvents(cancelled(), askedBack(LAPTOPS));
    }

    @Test
    void givenNothingReserved_whenCancelled_thenNothingIsAskedBack() {
        orders().given(placed()).when(cancel()).expectEvents(cancelled());
    }

    @Test
    void givenACancelledOrder_whenCancelledAgain_thenNothing() {
        orders().given(placed(), cancelled(), askedBack(LAPTOPS))
                .when(cancel(LAPTOPS))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void givenACancelledOrder_whenCancelledForAnotherReason_thenTheFirstReasonStands() {
        orders().given(placed(), cancelled())
                .when(new CancelOrder(ORDER, "another reason", List.of(MICE)))
                .expectEvents(askedBack(MICE));
    }

    @Test
    void givenAConfirmedOrder_whenCancelled_thenItKeepsItsStock() {
        orders().given(placed(), confirmed())
                .when(cancel(LAPTOPS, MICE))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }
}
