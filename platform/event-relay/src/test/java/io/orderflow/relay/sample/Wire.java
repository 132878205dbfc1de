package io.orderflow.relay.sample;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.AMQImpl;
import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.eventstore.serialization.EventSerializationAutoConfiguration;
import io.orderflow.relay.publisher.OutgoingMessage;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.QueueType;
import io.orderflow.relay.wire.IntegrationEvents;
import io.orderflow.relay.wire.UpcastingMessageConverter;
import io.orderflow.relay.wire.WireAutoConfiguration;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.beans.factory.ObjectProvider;

/** What a message becomes on its way through a broker: its properties are encoded as AMQP and decoded again. */
public final class Wire {

    private static final Partitions UNDIVIDED = new Partitions(
            new EventRelayProperties(
                    "exchange", QueueType.CLASSIC, null, null, null, null, null, null, Duration.ofSeconds(10)),
            1);

    private Wire() {}

    /** The converter as applications have it. */
    public static UpcastingMessageConverter converter(IntegrationEvents published, EventUpcaster... upcasters) {
        return converter(published, serializer(published), upcasters);
    }

    /** The converter as applications have it, which share one serializer with their event store. */
    public static UpcastingMessageConverter converter(
            IntegrationEvents published, Serializer serializer, EventUpcaster... upcasters) {
        return new WireAutoConfiguration().amqpMessageConverter(serializer, published, UNDIVIDED, provider(upcasters));
    }

    /** The converter as applications have it whose queues have these partitions. */
    public static UpcastingMessageConverter converter(IntegrationEvents published, Partitions partitions) {
        return new WireAutoConfiguration()
                .amqpMessageConverter(serializer(published), published, partitions, provider());
    }

    /** The serializer as applications have it that know no other events. */
    public static Serializer serializer(IntegrationEvents published) {
        EventCatalog catalog = EventCatalog.of(published.types().toArray(Class[]::new));
        return new EventSerializationAutoConfiguration().eventSerializer(catalog);
    }

    public static Message deliver(OutgoingMessage message) {
        Envelope envelope = new Envelope(1, false, message.exchange(), message.routingKey());
        MessageProperties properties = new DefaultMessagePropertiesConverter()
                .toMessageProperties(overTheWire(message.properties()), envelope, StandardCharsets.UTF_8.name());
        return new Message(message.body(), properties);
    }

    private static ObjectProvider<EventUpcaster> provider(EventUpcaster... upcasters) {
        return new ObjectProvider<>() {
            @Override
            public Stream<EventUpcaster> stream() {
                return Stream.of(upcasters);
            }

            @Override
            public Stream<EventUpcaster> orderedStream() {
                return stream();
            }
        };
    }

    private static BasicProperties overTheWire(BasicProperties properties) {
        try {
            byte[] header = properties.toFrame(1, 0).getPayload();
            return (BasicProperties)
                    AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(header)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
