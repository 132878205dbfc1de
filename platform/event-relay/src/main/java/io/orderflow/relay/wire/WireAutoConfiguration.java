package io.orderflow.relay.wire;

import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.eventstore.serialization.EventSerializationAutoConfiguration;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.topology.TopologyAutoConfiguration;
import org.axonframework.extensions.amqp.eventhandling.AMQPMessageConverter;
import org.axonframework.extensions.amqp.eventhandling.DefaultAMQPMessageConverter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;

/** How events become messages, and messages events. The application declares its {@link IntegrationEvents}. */
@AutoConfiguration(after = {EventSerializationAutoConfiguration.class, TopologyAutoConfiguration.class})
public class WireAutoConfiguration {

    /** The converter of events; the event store's upcasters are its upcasters too. */
    @Bean
    public UpcastingMessageConverter amqpMessageConverter(
            @Qualifier("eventSerializer") Serializer eventSerializer,
            IntegrationEvents published,
            Partitions partitions,
            ObjectProvider<EventUpcaster> upcasters) {
        AMQPMessageConverter converter = DefaultAMQPMessageConverter.builder()
                .serializer(eventSerializer)
                .routingKeyResolver(event -> partitions.keyOf(
                        published.routingKeyOf(event.getPayloadType()).orElseThrow(),
                        () -> published.aboutOf(event.getPayload())))
                .build();
        return new UpcastingMessageConverter(
                converter, new EventUpcasterChain(upcasters.orderedStream().toList()), eventSerializer, published);
    }

    /** One that the catalog lacks would be stored and sent under its Java class name, by which nobody knows it. */
    @Bean
    InitializingBean integrationEventsAreInCatalog(EventCatalog catalog, IntegrationEvents events) {
        return () -> events.types()
                .forEach(type -> Assert.state(
                        catalog.contains(type), () -> "The event catalog lacks " + type.getName() + ", which travels"));
    }

    @Bean
    InitializingBean partitionedEventsAreAboutSomething(IntegrationEvents events, Partitions partitions) {
        return () -> events.types().stream()
                .filter(type ->
                        partitions.isPartitionedKey(events.routingKeyOf(type).orElseThrow()))
                .forEach(type -> Assert.state(
                        events.areAboutSomething(type),
                        () -> "It is not said what " + type.getName()
                                + " is about, which goes to a partitioned queue"));
    }

    @Bean
    EventMessageReader eventMessageReader(UpcastingMessageConverter converter, IntegrationEvents published) {
        return new EventMessageReader(converter, published);
    }

    @Bean
    EventMessageWriter eventMessageWriter(UpcastingMessageConverter converter, EventRelayProperties properties) {
        return new EventMessageWriter(converter, properties.exchange());
    }
}
