package io.orderflow.eventstore.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class ProcessorLagTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final EventProcessingConfiguration processing = mock(EventProcessingConfiguration.class);
    private final ProcessorPositions positions = mock(ProcessorPositions.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ProcessorLag lag = new ProcessorLag(processing, positions, Clock.fixed(NOON, ZoneOffset.UTC));

    @BeforeEach
    void oneIsBehindAndOneIsNot() {
        EventProcessor processor = mock(EventProcessor.class);
        when(processing.eventProcessors()).thenReturn(Map.of("relay", processor, "views", processor));
        when(positions.head()).thenReturn(10L);
        when(positions.positionOf("relay")).thenReturn(OptionalLong.of(7));
        when(positions.firstAfter(7)).thenReturn(Optional.of(NOON.minusMillis(1500)));
        when(positions.positionOf("views")).thenReturn(OptionalLong.of(10));
        lag.bindTo(registry);
    }

    @Test
    void itIsMeasuredInEventsAndInSeconds() {
        lag.look();

        assertThat(valueOf("orderflow.processor.behind.events", "relay")).isEqualTo(3);
        assertThat(valueOf("orderflow.processor.behind.seconds", "relay")).isEqualTo(1.5);
        assertThat(valueOf("orderflow.processor.behind.events", "views")).isZero();
        assertThat(valueOf("orderflow.processor.behind.seconds", "views")).isZero();
    }

    @Test
    void aProcessorThatHasNotBegunIsBehindByAll() {
        when(positions.positionOf("views")).thenReturn(OptionalLong.empty());
        when(positions.firstAfter(0)).thenReturn(Optional.of(NOON.minusSeconds(60)));

        lag.look();

        assertThat(valueOf("orderflow.processor.behind.events", "views")).isEqualTo(10);
        assertThat(valueOf("orderflow.processor.behind.seconds", "views")).isEqualTo(60);
    }

    @Test
    void itIsUnknownBeforeItIsMeasuredAndWhileTheDatabaseIsAway() {
        assertThat(valueOf("orderflow.processor.behind.events", "relay")).isNaN();
        lag.look();
        when(positions.head()).thenThrow(new DataAccessResourceFailureException("the database is gone"));

        lag.look();

        assertThat(valueOf("orderflow.processor.behind.events", "relay")).isNaN();
        assertThat(valueOf("orderflow.processor.behind.seconds", "relay")).isNaN();
    }

    private double valueOf(String gauge, String processor) {
        return registry.get(gauge).tag("processor", processor).gauge().value();
    }
}
