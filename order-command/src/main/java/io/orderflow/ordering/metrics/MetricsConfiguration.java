package io.orderflow.ordering.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.api.OrderPlaced;
import io.orderflow.eventstore.metrics.PublishedEventCounter;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    PublishedEventCounter placedOrders(@Qualifier("eventStore") EventStore events, MeterRegistry registry) {
        var counter = new PublishedEventCounter(Map.of(
                OrderPlaced.class,
                Counter.builder("orderflow.orders.placed")
                        .description("Orders that were accepted")
                        .register(registry)));
        events.subscribe(counter);
        return counter;
    }
}
