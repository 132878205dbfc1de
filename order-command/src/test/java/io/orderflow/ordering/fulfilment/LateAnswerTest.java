package io.orderflow.ordering.fulfilment;

import static io.orderflow.ordering.fulfilment.FulfilmentFixture.LAPTOP;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.MOUSE;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.fulfilment;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.giveBack;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.overdue;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.placed;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.rejected;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reserved;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.saga.SagaTestFixture;
import org.junit.jupiter.api.Test;

class LateAnswerTest {

    @Test
    void givenAnOrderThatWaitedTooLong_whenItsLineIsReservedAfterAll_thenItIsGivenBack() {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenAPublished(overdue())
                .whenPublishingA(reserved(LAPTOP))
                .expectDispatchedCommands(giveBack(LAPTOP))
                .expectActiveSagas(0);
    }

    @Test
    void givenAnOrderThatWaitedTooLong_whenItsLineIsRejected_thenNothing() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .andThenAPublished(overdue())
                .whenPublishingA(rejected(LAPTOP))
                .expectNoDispatchedCommands()
                .expectActiveSagas(0);
    }

    @Test
    void givenAConfirmedOrder_whenItsAnswerComesAgain_thenTheOrderIsAskedWhatToDoWithIt() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .andThenAPublished(reserved(LAPTOP))
                .whenPublishingA(reserved(LAPTOP))
                .expectDispatchedCommands(giveBack(LAPTOP))
                .expectActiveSagas(0);
    }

    @Test
    void givenNoOrder_whenALineIsReservedForIt_thenItEndsQuietly() {
        SagaTestFixture<OrderFulfilment> fixture = fulfilment();
        fixture.setCallbackBehavior((command, metaData) -> {
            throw new AggregateNotFoundException("order-1", "The aggregate was not found in the event store");
        });

        fixture.givenNoPriorActivity()
                .whenPublishingA(reserved(LAPTOP))
                .expectSuccessfulHandlerExecution()
                .expectDispatchedCommands(giveBack(LAPTOP))
                .expectActiveSagas(0);
    }

    @Test
    void givenACommandFails_whenALineIsReservedTooLate_thenTheAnswerIsNotTakenAsHandled() {
        SagaTestFixture<OrderFulfilment> fixture = fulfilment();
        fixture.suppressExceptionInGivenPhase(true);
        fixture.setCallbackBehavior((command, metaData) -> {
            throw new IllegalStateException("the database is gone");
        });

        assertThatThrownBy(() -> fixture.givenNoPriorActivity()
                        .whenPublishingA(reserved(LAPTOP))
                        .expectSuccessfulHandlerExecution())
                .hasStackTraceContaining("the database is gone");
    }
}
