package io.orderflow.relay.store;

import io.orderflow.relay.Weather.RainFell;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Events of a weather station that nobody used before. */
final class StoredEvents {

    final String station = "station-" + UUID.randomUUID();

    DomainEventMessage<?> event(long sequence) {
        return event(sequence, id(sequence), Instant.now());
    }

    DomainEventMessage<?> event(long sequence, String identifier, Instant at) {
        return new GenericDomainEventMessage<>(
                "Station", station, sequence, new RainFell("Ulm", 1), Map.of(), identifier, at);
    }

    String id(long sequence) {
        return station + "-" + sequence;
    }
}
