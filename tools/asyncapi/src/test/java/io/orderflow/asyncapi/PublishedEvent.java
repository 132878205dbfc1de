package io.orderflow.asyncapi;

import io.orderflow.api.InventoryEvent;
import io.orderflow.api.OrderEvent;
import io.orderflow.api.RoutingKey;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.relay.sample.Outbox;
import io.orderflow.relay.sample.Wire;
import io.orderflow.relay.wire.IntegrationEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SimpleSerializedObject;

/**
 * An event of the published language.
 *
 * @param publisher the service that says it
 */
record PublishedEvent(Class<?> type, String publisher) {

    private static final IntegrationEvents ALL = IntegrationEvents.of(
            type -> type.getAnnotation(RoutingKey.class).value(), OrderEvent.class, InventoryEvent.class);

    /** All of them, those of a service together. */
    static List<PublishedEvent> all() {
        return Stream.concat(of(OrderEvent.class, "order-command"), of(InventoryEvent.class, "inventory-command"))
                .toList();
    }

    private static Stream<PublishedEvent> of(Class<?> family, String publisher) {
        return EventCatalog.members(family).map(type -> new PublishedEvent(type, publisher));
    }

    String name() {
        return type.getSimpleName();
    }

    String revision() {
        return type.getAnnotation(Revision.class).value();
    }

    String routingKey() {
        return ALL.routingKeyOf(type).orElseThrow();
    }

    /** The sample of its JSON. */
    String golden() {
        try (InputStream file = type.getResourceAsStream("/golden/" + name() + "-" + revision() + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The headers under which the relay sends it, with this metadata. */
    Map<String, Object> headersWith(Map<String, ?> metaData) {
        Object payload = Wire.serializer(ALL)
                .deserialize(new SimpleSerializedObject<>(golden(), String.class, name(), revision()));
        return Outbox.message(
                        ALL,
                        new GenericDomainEventMessage<>("Type", "id", 0, payload, metaData, "event", Instant.EPOCH))
                .properties()
                .getHeaders();
    }
}
