package io.orderflow.relay.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.eventstore.tracing.EventTracingAutoConfiguration;
import io.orderflow.eventstore.tracing.Untraced;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import io.orderflow.relay.publisher.PublisherAutoConfiguration;
import io.orderflow.relay.topology.EventRelayProperties;
import io.orderflow.relay.topology.Partitions;
import io.orderflow.relay.wire.EventMessageWriter;
import io.orderflow.relay.wire.IntegrationEvents;
import io.orderflow.relay.wire.WireAutoConfiguration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Makes an event store the outbox of its application. */
@AutoConfiguration(
        after = {
            EventStorageAutoConfiguration.class,
            EventTracingAutoConfiguration.class,
            WireAutoConfiguration.class,
            PublisherAutoConfiguration.class
        })
@ConditionalOnBean(EventStorageEngine.class)
public class OutboxAutoConfiguration {

    @Bean
    Relay relay(
            IntegrationEvents published,
            EventMessageWriter messages,
            EventRelayProperties properties,
            Partitions partitions,
            ObjectFactory<ConfirmingPublisher> publishers,
            EventTracing tracing,
            MeterRegistry metrics) {
        Timer confirms = Timer.builder("orderflow.relay.confirm")
                .description("From the publishing of a batch until the broker has confirmed it, or has not")
                .register(metrics);
        return new Relay(
                published,
                messages,
                new ManifestWriter(properties, partitions),
                publishers::getObject,
                tracing,
                confirms);
    }

    /** Its spans are of publishing, which is later than handling. */
    @Bean
    Untraced untracedRelay() {
        return new Untraced(Relay.PROCESSOR);
    }

    @Bean
    ConfigurerModule relayProcessor(Relay relay) {
        return configurer -> configurer.eventProcessing().registerEventHandler(configuration -> relay);
    }
}
