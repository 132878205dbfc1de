package io.orderflow.ordering.fulfilment;

import static io.orderflow.ordering.fulfilment.FulfilmentFixture.KEYBOARD;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.LAPTOP;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.MOUSE;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.cancel;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.fulfilment;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.placed;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reason;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.rejected;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reserved;

import org.junit.jupiter.api.Test;

class ALineRejectedTest {

    @Test
    void givenOneLine_whenRejected_thenTheOrderIsCancelledForThatReason() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .whenPublishingA(rejected(LAPTOP))
                .expectDispatchedCommands(cancel(reason(LAPTOP)))
                .expectActiveSagas(0);
    }

    @Test
    void givenThreeLines_whenOneIsRejected_thenTheOrderWaitsForTheRest() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE, KEYBOARD))
                .andThenAPublished(reserved(LAPTOP))
                .whenPublishingA(rejected(MOUSE))
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }

    @Test
    void givenARejectedLine_whenTheLastIsReserved_thenTheOrderIsCancelledAndGivesTheReservedLinesBack() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE, KEYBOARD))
                .andThenAPublished(reserved(LAPTOP))
                .andThenAPublished(rejected(MOUSE))
                .whenPublishingA(reserved(KEYBOARD))
                .expectDispatchedCommands(cancel(reason(MOUSE), LAPTOP, KEYBOARD))
                .expectActiveSagas(0);
    }

    @Test
    void givenARejectedLine_whenAnotherIsRejected_thenTheOrderIsCancelledForBothReasons() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenAPublished(rejected(LAPTOP))
                .whenPublishingA(rejected(MOUSE))
                .expectDispatchedCommands(cancel("product 1 does not exist; product 2 does not exist"))
                .expectActiveSagas(0);
    }

    @Test
    void givenARejectedLine_whenTheRefusalComesAgain_thenItDoesNotStandForTheOther() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenAPublished(rejected(LAPTOP))
                .whenPublishingA(rejected(LAPTOP))
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }
}
