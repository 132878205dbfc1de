package io.orderflow.relay.wire;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessage;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.messaging.Headers;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;

/**
 * Upcasts events as they are received, which Axon's converter does not, and as the event store does with stored ones. A
 * message that no upcaster is for is handed on as it came.
 *
 * <p>Only events that the application takes are read. What counts is the type after upcasting, so that an event whose type has
 * got another name can be received under its old one.
 */
public final class UpcastingMessageConverter implements AMQPMessageConverter {

    private static final String META_DATA_PREFIX = Headers.MESSAGE_METADATA + "-";

    private final AMQPMessageConverter delegate;
    private final EventUpcaster upcasters;
    private final Serializer serializer;
    private final IntegrationEvents published;

    /** @param serializer of events; upcasters get the JSON of an event by its converters */
    public UpcastingMessageConverter(
            AMQPMessageConverter delegate,
            EventUpcaster upcasters,
            Serializer serializer,
            IntegrationEvents published) {
        this.delegate = delegate;
        this.upcasters = upcasters;
        this.serializer = serializer;
        this.published = published;
    }

    @Override
    public AMQPMessage createAMQPMessage(EventMessage<?> event) {
        return delegate.createAMQPMessage(event);
    }

    /**
     * Returns the message's event, or empty if it has none of a published type.
     *
     * @throws SerializationException if an upcaster fails, or if anything but one event becomes of the message
     */
    @Override
    public Optional<EventMessage<?>> readAMQPMessage(byte[] body, Map<String, Object> headers) {
        if (headers.get(Headers.MESSAGE_TYPE) == null) {
            return Optional.empty();
        }
        Received event = upcast(new Received(body, headers));
        return published.isTaken(event.text(Headers.MESSAGE_TYPE))
                ? delegate.readAMQPMessage(event.body(), event.headers())
                : Optional.empty();
    }

    private Received upcast(Received received) {
        try {
            var initial = new InitialEventRepresentation(received.asStored(serializer), serializer);
            List<IntermediateEventRepresentation> events =
                    upcasters.upcast(Stream.of(initial)).toList();
            if (events.size() != 1) {
                throw new SerializationException("its upcasters make " + events.size() + " events of it");
            }
            return events.get(0) == initial ? received : received.as(events.get(0));
        } catch (RuntimeException e) { // an upcaster depends on the event alone, so it would fail again
            throw new SerializationException("The message cannot be upcast", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Received(byte[] body, Map<String, Object> headers) {

        EventData<byte[]> asStored(Serializer serializer) {
            return new GenericDomainEventEntry<>(
                    text(Headers.AGGREGATE_TYPE),
                    text(Headers.AGGREGATE_ID),
                    headers.get(Headers.AGGREGATE_SEQ) instanceof Long sequence ? sequence : 0,
                    text(Headers.MESSAGE_ID),
                    text(Headers.MESSAGE_TIMESTAMP),
                    text(Headers.MESSAGE_TYPE),
                    text(Headers.MESSAGE_REVISION),
                    body,
                    serializer.serialize(metaData(), byte[].class).getData());
        }

        Received as(IntermediateEventRepresentation upcast) {
            Map<String, Object> upcastHeaders = new HashMap<>(headers);
            upcastHeaders.keySet().removeIf(name -> name.startsWith(META_DATA_PREFIX));
            upcast.getMetaData()
                    .getObject()
                    .forEach((name, value) -> upcastHeaders.put(META_DATA_PREFIX + name, value));
            upcastHeaders.put(Headers.MESSAGE_TYPE, upcast.getType().getName());
            upcastHeaders.put(Headers.MESSAGE_REVISION, upcast.getType().getRevision());
            return new Received(upcast.getData(byte[].class).getData(), upcastHeaders);
        }

        String text(String name) {
            return Objects.toString(headers.get(name), null);
        }

        private MetaData metaData() {
            return MetaData.from(headers.entrySet().stream()
                    .filter(header -> header.getKey().startsWith(META_DATA_PREFIX) && header.getValue() != null)
                    .collect(toMap(
                            header -> header.getKey().substring(META_DATA_PREFIX.length()), Map.Entry::getValue)));
        }
    }
}
