package io.orderflow.relay.sample;

import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.wire.EventMessageWriter;
import io.orderflow.relay.wire.IntegrationEvents;
import org.axonframework.eventhandling.EventMessage;

/** Lets tests of other packages have an event's message. */
public final class Outbox {

    private Outbox() {}

    public static OutgoingMessage message(IntegrationEvents published, EventMessage<?> event) {
        return new EventMessageWriter(Wire.converter(published), "orders_exchange").toMessage(event);
    }
}
