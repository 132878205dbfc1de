package io.orderflow.ordering.order;

import static io.orderflow.ordering.order.OrderFixture.LAPTOPS;
import static io.orderflow.ordering.order.OrderFixture.MICE;
import static io.orderflow.ordering.order.OrderFixture.askedBack;
import static io.orderflow.ordering.order.OrderFixture.cancel;
import static io.orderflow.ordering.order.OrderFixture.cancelled;
import static io.orderflow.ordering.order.OrderFixture.confirmed;
import static io.orderflow.ordering.order.OrderFixture.orders;
import static io.orderflow.ordering.order.OrderFixture.placed;
import static io.orderflow.ordering.order.OrderFixture.returnStock;

import org.junit.jupiter.api.Test;

class ReturningStockTest {

    @Test
    void givenACancelledOrder_whenALineTurnsOutReserved_thenItIsAskedBack() {
        orders().given(placed(), cancelled()).when(returnStock(LAPTOPS)).expectEvents(askedBack(LAPTOPS));
    }

    @Test
    void givenALineAskedBack_whenItIsReturnedAgain_thenNothing() {
        orders().given(placed(), cancelled(), askedBack(LAPTOPS))
                .when(returnStock(LAPTOPS))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void givenALineAskedBackWhenCancelled_whenItIsReturnedAgain_thenNothing() {
        orders().given(placed())
                .andGivenCommands(cancel(LAPTOPS))
                .when(returnStock(LAPTOPS))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void givenALineAskedBack_whenAnotherIsReturned_thenThatIsAskedBackToo() {
        orders().given(placed(), cancelled(), askedBack(LAPTOPS))
                .when(returnStock(MICE))
                .expectEvents(askedBack(MICE));
    }

    @Test
    void givenAConfirmedOrder_whenALineIsReturned_thenItKeepsItsStock() {
        orders().given(placed(), confirmed())
                .when(returnStock(LAPTOPS))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void givenAPendingOrder_whenALineIsReturned_thenItKeepsItsStock() {
        orders().given(placed()).when(returnStock(LAPTOPS)).expectNoEvents().expectSuccessfulHandlerExecution();
    }
}
