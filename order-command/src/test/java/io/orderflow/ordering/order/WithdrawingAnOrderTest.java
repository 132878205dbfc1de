package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.LAPTOPS;
import static io.orderflow.ordering.order.OrderFixture.MICE;
import static io.orderflow.ordering.order.OrderFixture.NOON;
import static io.orderflow.ordering.order.OrderFixture.askedBack;
import static io.orderflow.ordering.order.OrderFixture.cancel;
import static io.orderflow.ordering.order.OrderFixture.cancelled;
import static io.orderflow.ordering.order.OrderFixture.confirm;
import static io.orderflow.ordering.order.OrderFixture.confirmed;
import static io.orderflow.ordering.order.OrderFixture.orders;
import static io.orderflow.ordering.order.OrderFixture.placed;
import static io.orderflow.ordering.order.OrderFixture.returnStock;
import static io.orderflow.ordering.order.OrderFixture.withdraw;
import static io.orderflow.ordering.order.OrderFixture.withdrawn;

import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class WithdrawingAnOrderTest {

    @Test
    void givenAPendingOrder_whenWithdrawn_thenItEndsCancelledAndWaitsToHearWhatIsReserved() {
        orders().given(placed()).when(withdraw()).expectEvents(withdrawn()).expectResultMessagePayload(NOON);
    }

    @Test
    void givenAConfirmedOrder_whenWithdrawn_thenItIsCancelledAndAsksAllOfItsStockBack() {
        orders().given(placed(), confirmed())
                .when(withdraw())
                .expectEvents(withdrawn(), askedBack(LAPTOPS, MICE))
                .expectResultMessagePayload(null);
    }

    @Test
    void givenAnOrderThatWasCancelledForAnyReason_whenWithdrawn_thenRefused() {
        orders().given(placed(), cancelled())
                .when(withdraw())
                .expectNoEvents()
                .expectException(AlreadyCancelledException.class);
        orders().given(placed(), withdrawn())
                .when(withdraw())
                .expectNoEvents()
                .expectException(AlreadyCancelledException.class);
        orders().given(placed(), confirmed(), withdrawn(), askedBack(LAPTOPS, MICE))
                .when(withdraw())
                .expectNoEvents()
                .expectException(AlreadyCancelledException.class);
    }

    @Test
    void givenNoOrder_whenWithdrawn_thenRefused() {
        orders().givenNoPriorActivity().when(withdraw()).expectException(AggregateNotFoundException.class);
    }

    @Test
    void givenAnOrderWithdrawnWhilePending_whenAllOfItTurnsOutReserved_thenAllIsAskedBackOnceAndItsReasonStands() {
        orders().given(placed(), withdrawn())
                .when(confirm())
                .expectEvents(askedBack(LAPTOPS, MICE))
                .expectResultMessagePayload(null);
    }

    @Test
    void givenAnOrderWithdrawnWhilePending_whenSomeOfItTurnsOutRefusedOrOverdue_thenWhatIsReservedIsAskedBack() {
        orders().given(placed(), withdrawn())
                .when(cancel(LAPTOPS))
                .expectEvents(askedBack(LAPTOPS))
                .expectResultMessagePayload(null);
    }

    @Test
    void givenAnOrderWithdrawnWhilePending_whenALineIsReservedTooLate_thenItIsAskedBackOnce() {
        orders().given(placed(), withdrawn())
                .andGivenCommands(cancel())
                .when(returnStock(MICE))
                .expectEvents(askedBack(MICE));
        orders().given(placed(), withdrawn(), askedBack(MICE))
                .when(returnStock(MICE))
                .expectNoEvents();
    }

    @Test
    void givenAConfirmedOrderThatWasWithdrawn_whenItsAnswersComeAgain_thenNothingIsAskedBackTwice() {
        orders().given(placed(), confirmed(), withdrawn(), askedBack(LAPTOPS, MICE))
                .when(returnStock(LAPTOPS))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        orders().given(placed(), confirmed(), withdrawn(), askedBack(LAPTOPS, MICE))
                .when(confirm())
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }
}
