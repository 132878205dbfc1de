package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.LAPTOPS;
import static io.orderflow.ordering.order.OrderFixture.MICE;
import static io.orderflow.ordering.order.OrderFixture.askedBack;
import static io.orderflow.ordering.order.OrderFixture.cancelled;
import static io.orderflow.ordering.order.OrderFixture.confirm;
import static io.orderflow.ordering.order.OrderFixture.confirmed;
import static io.orderflow.ordering.order.OrderFixture.orders;
import static io.orderflow.ordering.order.OrderFixture.placed;

import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class ConfirmingAnOrderTest {

    @Test
    void givenAPendingOrder_whenConfirmed_thenConfirmed() {
        orders().given(placed()).when(confirm()).expectEvents(confirmed());
    }

    @Test
    void givenAConfirmedOrder_whenConfirmedAgain_thenNothing() {
        orders().given(placed(), confirmed()).when(confirm()).expectNoEvents().expectSuccessfulHandlerExecution();
    }

    @Test
    void givenACancelledOrder_whenConfirmed_thenAllItsLinesAreAskedBack() {
        orders().given(placed(), cancelled()).when(confirm()).expectEvents(askedBack(LAPTOPS, MICE));
    }

    @Test
    void givenACancelledOrderThatAskedALineBack_whenConfirmed_thenOnlyTheOthersAreAskedBack() {
        orders().given(placed(), cancelled(), askedBack(LAPTOPS))
                .when(confirm())
                .expectEvents(askedBack(MICE));
    }

    @Test
    void givenNoOrder_whenConfirmed_thenRefused() {
        orders().givenNoPriorActivity().when(confirm()).expectException(AggregateNotFoundException.class);
    }
}
