package io.orderflow.inventory.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.api.StockRanLow;
import io.orderflow.api.StockRanOut;
import io.orderflow.eventstore.metrics.PublishedEventCounter;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    PublishedEventCounter productsThatRunShort(@Qualifier("eventStore") EventStore events, MeterRegistry registry) {
        var counter = new PublishedEventCounter(Map.of(
                StockRanLow.class,
                counter("orderflow.stock.low", "Times that a product ran low", registry),
                StockRanOut.class,
                counter("orderflow.stock.out", "Times that a product ran out", registry)));
        events.subscribe(counter);
        return counter;
    }

    private static Counter counter(String name, String description, MeterRegistry registry) {
        return Counter.builder(name).description(description).register(registry);
    }
}
