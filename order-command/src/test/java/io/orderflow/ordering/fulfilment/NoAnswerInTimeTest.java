package io.orderflow.ordering.fulfilment;

import static io.orderflow.ordering.fulfilment.FulfilmentFixture.LAPTOP;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.MOUSE;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.TIMEOUT;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.cancel;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.fulfilment;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.placed;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reserved;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoAnswerInTimeTest {

    private static final Duration JUST_BEFORE = Duration.ofMillis(29_999);

    @Test
    void givenNothing_whenAnOrderIsPlaced_thenItWaitsForAnswersFor30Seconds() {
        fulfilment()
                .givenNoPriorActivity()
                .whenPublishingA(placed(LAPTOP, MOUSE))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(Duration.ofSeconds(30), OrderFulfilment.ANSWER_TIMEOUT)
                .expectScheduledDeadline(Duration.ofSeconds(30), TIMEOUT)
                .expectNoDispatchedCommands();
    }

    @Test
    void givenNoAnswer_when30SecondsPass_thenTheOrderIsCancelled() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .whenTimeElapses(Duration.ofSeconds(30))
                .expectDispatchedCommands(cancel("inventory did not answer within 30 s"))
                .expectActiveSagas(0);
    }

    @Test
    void givenNoAnswer_whenLessThan30SecondsPass_thenTheOrderWaits() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .whenTimeElapses(JUST_BEFORE)
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }

    @Test
    void givenOneOfTwoAnswers_when30SecondsPass_thenTheReservedLineIsGivenBack() throws Exception {
        fulfilment()
                .givenAPublished(placed(LAPTOP, MOUSE))
                .andThenTimeElapses(JUST_BEFORE)
                .andThenAPublished(reserved(LAPTOP))
                .whenTimeElapses(Duration.ofMillis(1))
                .expectDispatchedCommands(cancel("inventory did not answer within 30 s", LAPTOP))
                .expectActiveSagas(0);
    }

    @Test
    void givenAConfirmedOrder_when30SecondsPass_thenNothing() {
        fulfilment()
                .givenAPublished(placed(LAPTOP))
                .andThenAPublished(reserved(LAPTOP))
                .whenTimeElapses(Duration.ofMinutes(1))
                .expectNoDispatchedCommands();
    }
}
