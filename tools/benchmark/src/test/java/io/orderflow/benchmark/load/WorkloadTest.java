package io.orderflow.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    private final FakeSystem system = new FakeSystem();
    private final Http http = new Http(4);

    WorkloadTest() throws IOException {}

    @AfterEach
    void close() {
        http.close();
        system.close();
    }

    @Test
    void asManyOrdersArePlacedAsItIsTold() {
        Workload workload = workload();

        Workload.EndToEnd round = workload.placeAndSeeThrough(1_500, 4);

        workload.verify(round);
        assertThat(system.orders()).isEqualTo(1_500);
        assertThat(round.placed().posts().requests()).isEqualTo(1_500);
        assertThat(round.seconds()).isGreaterThanOrEqualTo(round.placed().seconds());
    }

    @Test
    void itsProductsAreAddedOnce() {
        workload();
        int products = system.products();
        workload();

        assertThat(system.products()).isEqualTo(products).isPositive();
    }

    @Test
    void ordersThatWereThereBeforeDoNotCount() {
        for (int number = 0; number < 37; number++) {
            system.addOrder();
        }

        Workload workload = workload();
        workload.verify(workload.placeAndSeeThrough(20, 2));

        assertThat(system.orders()).isEqualTo(57);
    }

    @Test
    void theClockRunsUntilTheNotificationsCanBeRead() {
        system.notifyAfterLooks(3);

        Workload.EndToEnd round = workload().placeAndSeeThrough(10, 2);

        double looks = 3 * Polling.BETWEEN_LOOKS.toMillis() / 1_000.0;
        assertThat(round.seconds()).isGreaterThanOrEqualTo(round.placed().seconds() + looks);
    }

    @Test
    void anOrderWithTwoNotificationsIsAnError() {
        system.notifyTimes(2);
        Workload workload = workload();
        Workload.EndToEnd round = workload.placeAndSeeThrough(2_000, 2);

        assertThatIllegalStateException()
                .isThrownBy(() -> workload.verify(round))
                .withMessageContaining("has two notifications");
    }

    @Test
    void anOrderWithoutNotificationIsAnError() {
        Workload workload = workload();
        Workload.EndToEnd round = workload.placeAndSeeThrough(1_500, 2);
        system.forgetNotificationOf(1);

        assertThatIllegalStateException()
                .isThrownBy(() -> workload.verify(round))
                .withMessageContaining("1 of 1500 orders have no notification");
    }

    @Test
    void anOrderThatIsNotConfirmedIsAnError() {
        system.endOrders("cancelled");
        Workload workload = workload();
        Workload.EndToEnd round = workload.placeAndSeeThrough(10, 2);

        assertThatIllegalStateException()
                .isThrownBy(() -> workload.verify(round))
                .withMessageContaining("Not confirmed")
                .withMessageContaining("cancelled");
        assertThatIllegalStateException()
                .isThrownBy(() -> workload.confirmations(1))
                .withMessageContaining("Not confirmed");
    }

    @Test
    void manyOrdersArePlacedInPortionsThatAreWaitedFor() {
        workload().placeInPortions(5_100, 4);

        assertThat(system.orders()).isEqualTo(5_100);
        assertThat(system.mostOrdersUnseen()).isEqualTo(5_000);
    }

    @Test
    void singleOrdersAndReadsAreCountedEach() {
        Workload workload = workload();

        assertThat(workload.confirmations(5).count()).isEqualTo(5);
        assertThat(workload.getById(30, 2).requests()).isEqualTo(30);
        assertThat(workload.list(30, 2).requests()).isEqualTo(30);
        assertThat(system.orders()).isEqualTo(5);
    }

    @Test
    void anAnswerThatTheContractDoesNotKnowIsAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Http.Answer(500, "", Optional.empty(), "broken").require(200))
                .withMessageContaining("500")
                .withMessageContaining("broken");
    }

    @Test
    void whoIsToldToComeAgainDoesSoAndItIsCounted() {
        Workload workload = workload();
        system.refuse(5);

        Sustained load = workload.sustain(2, Duration.ofMillis(300));

        assertThat(load.toldToComeAgain()).isEqualTo(5);
        assertThat(load.accepted()).isEqualTo(system.orders()).isPositive();
        assertThat(load.posts().count()).isEqualTo(load.accepted());
        assertThat(load.untilFinal().count()).isPositive();
        assertThat(load.endedPerSecond()).isPositive();
    }

    private Workload workload() {
        return new Workload(system.target(), http);
    }
}
