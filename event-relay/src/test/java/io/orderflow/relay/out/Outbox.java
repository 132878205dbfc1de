package io.orderflow.relay.out;

import io.orderflow.relay.EventCatalog;
import io.orderflow.relay.Wire;
import org.axonframework.eventhandling.EventMessage;

/** Lets tests of other packages have an event's message. */
public final class Outbox {

    private Outbox() {}

    public static OutgoingMessage message(EventCatalog catalog, EventMessage<?> event) {
        return new EventMessages(Wire.converter(catalog), "orders_exchange").toMessage(event);
    }
}
