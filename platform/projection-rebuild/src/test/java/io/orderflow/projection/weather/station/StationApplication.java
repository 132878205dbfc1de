package io.orderflow.projection.weather.station;

import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.projection.local.LocalProjection;
import io.orderflow.projection.local.LocalProjectionFactory;
import io.orderflow.projection.weather.event.WeatherEvent;
import io.orderflow.relay.wire.IntegrationEvents;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Keeps what was read at rain gauges, and publishes how much it rained. */
@SpringBootApplication
public class StationApplication {

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(WeatherEvent.class, GaugeRead.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(WeatherEvent::routingKeyOf, WeatherEvent.class);
    }

    @Bean
    LocalProjection rainfall(LocalProjectionFactory projections) {
        return projections.of(RainfallProjection.GROUP, "rainfall");
    }
}
