package io.orderflow.relay.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.relay.sample.FakeBroker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class QueueListenerHealthTest {

    private final QueueListener listener = mock(QueueListener.class);
    private final FakeBroker broker = new FakeBroker();
    private final QueueConsumer consumer = new QueueConsumer("order_responses", broker.connections, listener, null, 1);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final QueueListenerHealth health =
            new QueueListenerHealth(new QueueConsumers(List.of(), List.of(consumer), null));

    @BeforeEach
    void allIsWell() {
        when(listener.problem()).thenReturn(Optional.empty());
        consumer.start();
        await().until(() -> consumer.problem().isEmpty());
        health.bindTo(metrics);
    }

    @AfterEach
    void stop() {
        consumer.stop();
    }

    @Test
    void givenAllIsWell_thenItIsUp() {
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(secondsStuck()).isZero();
    }

    @Test
    void givenABatchThatCannotBeStored_thenItSaysWhichQueueAndMessageAndSinceWhen() {
        Instant before = Instant.now();
        when(listener.problem()).thenReturn(Optional.of("the database is gone"));
        when(listener.firstOfBatch()).thenReturn("rain-of-1");
        health.look();

        assertThat(health.health().getStatus()).isEqualTo(DegradedHealth.DEGRADED);
        assertThat(health.health().getDetails())
                .containsEntry(
                        "order_responses",
                        "the batch that begins with message rain-of-1 cannot be stored: the database is gone")
                .hasEntrySatisfying(
                        "since",
                        since -> assertThat(Instant.parse(since.toString())).isBetween(before, Instant.now()));
        assertThat(metrics.get("orderflow.inbox.failing").gauge().value()).isEqualTo(1);
        assertThat(secondsStuck()).isNotNegative();
    }

    @Test
    void givenNothingCanBeReceived_thenItSaysFromWhichQueue() {
        when(broker.channels.get(0).isOpen()).thenReturn(false);

        assertThat(health.health().getDetails())
                .hasEntrySatisfying(
                        "order_responses",
                        reason -> assertThat(reason.toString()).startsWith("nothing can be received"));
    }

    @Test
    void givenAQueueThatIsAnotherInstances_thenItIsNoProblemOfThisOne() {
        consumer.release();

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    private double secondsStuck() {
        return metrics.get("orderflow.queue.stuck.seconds")
                .tag("queue", "order_responses")
                .gauge()
                .value();
    }
}
