package io.orderflow.ordering.fulfilment;

import static io.orderflow.ordering.fulfilment.FulfilmentFixture.LAPTOP;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.MOUSE;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.confirm;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.fulfilment;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.placed;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reserved;

import io.orderflow.api.OrderPlaced;
import org.junit.jupiter.api.Test;

class AllLinesReservedTest {

    @Test
    void givenOneLine_whenReserved_thenTheOrderIsConfirmed() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .whenPublishingA(reserved(LAPTOP))
                .expectDispatchedCommands(confirm())
                .expectActiveSagas(0);
    }

    @Test
    void givenTwoLines_whenOneIsReserved_thenTheOrderWaitsForTheOther() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .whenPublishingA(reserved(MOUSE))
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }

    @Test
    void givenTwoLines_whenTheLastIsReserved_thenTheOrderIsConfirmed() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenAPublished(reserved(MOUSE))
                .whenPublishingA(reserved(LAPTOP))
                .expectDispatchedCommands(confirm())
                .expectActiveSagas(0);
    }

    @Test
    void givenAnAnswerForALine_whenItComesAgain_thenItDoesNotStandForTheOther() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenAPublished(reserved(LAPTOP))
                .whenPublishingA(reserved(LAPTOP))
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }

    @Test
    void givenTwoOrders_whenOneIsReserved_thenTheOtherWaitsOn() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .andThenAPublished(new OrderPlaced(
                        2,
                        placed(LAPTOP).lines(),
                        placed(LAPTOP).totalPrice(),
                        placed(LAPTOP).placedAt()))
                .whenPublishingA(reserved(LAPTOP))
                .expectDispatchedCommands(confirm())
                .expectActiveSagas(1)
                .expectAssociationWith("orderId", 2);
    }
}
