package io.orderflow.eventstore.sample;

import io.orderflow.eventstore.sample.Weather.RainFell;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Events of a weather station that nobody used before. */
public final class StoredEvents {

    public final String station = "station-" + UUID.randomUUID();

    public DomainEventMessage<?> event(long sequence) {
        return event(sequence, id(sequence), Instant.now());
    }

    public DomainEventMessage<?> event(long sequence, String identifier, Instant at) {
        return new GenericDomainEventMessage<>(
                "Station", station, sequence, new RainFell("Ulm", 1), Map.of(), identifier, at);
    }

    public String id(long sequence) {
        return station + "-" + sequence;
    }
}
