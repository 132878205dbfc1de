package io.orderflow.ordering.fulfilment;

import static io.orderflow.ordering.fulfilment.FulfilmentFixture.LAPTOP;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.MOUSE;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.ORDER;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.cancel;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.fulfilment;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.overdue;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.placed;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.rejected;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoAnswerInTimeTest {

    private final RunningDeadlines deadlines = new RunningDeadlines();

    @Test
    void givenNothing_whenAnOrderIsPlaced_thenItDoesNotWaitForEver() {
        fulfilment(deadlines)
                .givenNoPriorActivity()
                .whenPublishingA(placed(LAPTOP, MOUSE))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();

        assertThat(deadlines.orders()).containsExactly(ORDER);
    }

    @Test
    void givenNoAnswer_whenItIsOverdue_thenTheOrderIsCancelled() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .whenPublishingA(overdue())
                .expectDispatchedCommands(cancel("inventory did not answer within 30 s"))
                .expectActiveSagas(0);
    }

    @Test
    void givenNoAnswer_whenItIsOverdue_thenNoDeadlineRuns() {
        fulfilment(deadlines).givenAPublished(placed(LAPTOP)).whenPublishingA(overdue());

        assertThat(deadlines.orders()).isEmpty();
    }

    @Test
    void givenOneOfTwoAnswers_whenTheOtherIsOverdue_thenTheReservedLineIsGivenBack() {
        fulfilment(deadlines)
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenAPublished(reserved(LAPTOP))
                .whenPublishingA(overdue())
                .expectDispatchedCommands(cancel("inventory did not answer within 30 s", LAPTOP))
                .expectActiveSagas(0);
    }

    @Test
    void givenOneOfTwoAnswers_thenTheDeadlineRunsOn() {
        fulfilment(deadlines)
                .givenAPublished(placed(LAPTOP, MOUSE))
                .whenPublishingA(reserved(LAPTOP))
                .expectActiveSagas(1);

        assertThat(deadlines.orders()).containsExactly(ORDER);
    }

    @Test
    void givenNoAnswer_whenTheOrderIsConfirmed_thenNoDeadlineRuns() {
        fulfilment(deadlines).givenAPublished(placed(LAPTOP)).whenPublishingA(reserved(LAPTOP));

        assertThat(deadlines.orders()).isEmpty();
    }

    @Test
    void givenNoAnswer_whenTheOrderIsRefused_thenNoDeadlineRuns() {
        fulfilment(deadlines).givenAPublished(placed(LAPTOP)).whenPublishingA(rejected(LAPTOP));

        assertThat(deadlines.orders()).isEmpty();
    }

    @Test
    void givenAConfirmedOrder_whenItsAnswerIsSaidToBeOverdue_thenNothing() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .andThenAPublished(reserved(LAPTOP))
                .whenPublishingA(overdue())
                .expectNoDispatchedCommands()
                .expectActiveSagas(0);
    }
}
