package io.orderflow.relay.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    private static final EventRelayProperties RELAY = new EventRelayProperties(
            "exchange",
            QueueType.CLASSIC,
            Map.of(
                    "checks", List.of("check", "release"),
                    "news", List.of("news.#"),
                    "others", List.of("other")),
            List.of("checks"),
            List.of("news"),
            null,
            null,
            null,
            Duration.ofSeconds(10));

    private final Partitions one = new Partitions(RELAY, 1);
    private final Partitions four = new Partitions(RELAY, 4);

    @Test
    void givenOnePartition_thenAllIsCalledAsItIs() {
        assertThat(one.bindings()).isEqualTo(RELAY.queues());
        assertThat(List.of("checks", "news", "others")).allSatisfy(queue -> {
            assertThat(one.readFor(queue)).containsExactly(queue);
            assertThat(one.lateQueueOf(queue)).isEqualTo(queue);
        });
        assertThat(one.keyOf("check", () -> 42)).isEqualTo("check");
        assertThat(one.returnTo("checks", null)).isEqualTo("checks");
    }

    @Test
    void givenSeveral_thenAPartitionedQueueHasSoMany_andOneForWhatComesLate() {
        assertThat(four.queuesOf("checks")).containsExactly("checks.00", "checks.01", "checks.02", "checks.03");
        assertThat(four.readFor("checks")).hasSize(5).endsWith("checks.history");
        assertThat(four.lateQueueOf("checks")).isEqualTo("checks.history");
        assertThat(four.readFor("news")).containsExactly("news.shared");
        assertThat(four.readFor("others")).containsExactly("others");
        assertThat(four.bindings())
                .containsEntry("checks.02", List.of("check.02", "release.02"))
                .containsEntry("news.shared", List.of("news.#"))
                .containsEntry("others", List.of("other"))
                .hasSize(6);
    }

    /** Others may compute them, too; and what waits under a key must be for the same queue after an upgrade. */
    @Test
    void theKeyIsThatOfTheCrc32OfWhatTheEventIsAbout() {
        assertThat(List.of(1, 2, 3, 42, 1_000_000))
                .extracting(order -> four.keyOf("check", () -> order))
                .containsExactly("check.03", "check.01", "check.03", "check.00", "check.01");
        assertThat(four.keyOf("news.order", () -> 42)).isEqualTo("news.order");
    }

    @Test
    void aMessageGoesBackToThePartitionThatItCameFrom_ifThereIsSuchAOne() {
        assertThat(four.returnTo("checks", "checks.03")).isEqualTo("checks.03");
        assertThat(four.returnTo("checks", "checks.07")).isEqualTo("checks.history");
        assertThat(four.returnTo("checks", null)).isEqualTo("checks.history");
        assertThat(one.returnTo("checks", "checks.03")).isEqualTo("checks");
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new PartitionProperties(0)).hasMessageContaining("orderflow.partitions");
        assertThatThrownBy(() -> new PartitionProperties(33)).hasMessageContaining("1 to 32");
    }
}
