package io.orderflow.projection.weather.floodwatch;

import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.projection.weather.event.RainRecorded;
import io.orderflow.projection.weather.event.WeatherEvent;
import io.orderflow.relay.wire.IntegrationEvents;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Hears of the rain, and warns of floods. */
@SpringBootApplication
public class FloodWatchApplication {

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(WeatherEvent.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(WeatherEvent::routingKeyOf, WeatherEvent.class)
                .taking(RainRecorded.class, RainRecorded::station);
    }
}
