package io.orderflow.relay.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;

class QueueDepthsTest {

    private final AmqpAdmin broker = mock(AmqpAdmin.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final QueueDepths depths = depths(1);

    @BeforeEach
    void fiveMessagesAndTwoDeadLetters() {
        when(broker.getQueueInfo("almanac")).thenReturn(new QueueInformation("almanac", 5, 1));
        when(broker.getQueueInfo("almanac.dead")).thenReturn(new QueueInformation("almanac.dead", 2, 0));
        depths.bindTo(registry);
    }

    @Test
    void messagesAndDeadLettersAreCounted() {
        depths.look();

        assertThat(valueOf("orderflow.queue.messages")).isEqualTo(5);
        assertThat(valueOf("orderflow.deadletters")).isEqualTo(2);
    }

    @Test
    void whileTheBrokerIsAwayNothingIsKnown() {
        depths.look();
        when(broker.getQueueInfo("almanac")).thenThrow(new AmqpConnectException(null));
        when(broker.getQueueInfo("almanac.dead")).thenReturn(null);

        depths.look();

        assertThat(valueOf("orderflow.queue.messages")).isNaN();
        assertThat(valueOf("orderflow.deadletters")).isNaN();
    }

    @Test
    void aQueueIsShownWithItsConsumersAndHowFastItIsEmptied() {
        depths.look();
        taken.set(50);
        nanos.set(5_000_000_000L);
        depths.look();

        assertThat(depths.statuses()).containsExactly(new QueueStatus("almanac", 5L, 1, 10.0, List.of(), 2L));
    }

    @Test
    void aQueueThatCannotBeAskedForIsShownWithoutFigures() {
        when(broker.getQueueInfo("almanac")).thenThrow(new AmqpConnectException(null));

        depths.look();

        assertThat(depths.statuses()).containsExactly(new QueueStatus("almanac", null, null, 0.0, List.of(), null));
    }

    @Test
    void aPartitionedQueueIsShownAsOneWithItsPartitions() {
        when(broker.getQueueInfo("almanac.00")).thenReturn(new QueueInformation("almanac.00", 3, 1));
        when(broker.getQueueInfo("almanac.01")).thenReturn(new QueueInformation("almanac.01", 4, 2));
        when(broker.getQueueInfo("almanac.history")).thenReturn(new QueueInformation("almanac.history", 0, 2));
        QueueDepths divided = depths(2);

        divided.look();

        assertThat(divided.statuses())
                .containsExactly(new QueueStatus(
                        "almanac",
                        7L,
                        1,
                        0.0,
                        List.of(
                                new QueuePartition("almanac.00", 3L, 1, null, 0.0),
                                new QueuePartition("almanac.01", 4L, 2, "host:7", 0.0),
                                new QueuePartition("almanac.history", 0L, 2, null, 0.0)),
                        2L));
    }

    private QueueDepths depths(int number) {
        EventRelayProperties relay = new EventRelayProperties(
                "weather",
                QueueType.CLASSIC,
                Map.of("almanac", List.of("weather.RainFell")),
                List.of("almanac"),
                null,
                null,
                null,
                null,
                Duration.ofSeconds(10));
        Partitions partitions = new Partitions(relay, number);
        return new QueueDepths(
                new QueueInspector(broker, partitions),
                partitions,
                List.of("almanac"),
                name -> name.endsWith("01") ? Optional.of("7@host/1") : Optional.empty(),
                queue -> taken.get(),
                nanos::get);
    }

    private double valueOf(String gauge) {
        return registry.get(gauge).tag("queue", "almanac").gauge().value();
    }
}
