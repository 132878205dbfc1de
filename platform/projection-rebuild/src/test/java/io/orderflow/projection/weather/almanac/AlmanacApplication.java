package io.orderflow.projection.weather.almanac;

import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.projection.remote.RemoteProjection;
import io.orderflow.projection.remote.RemoteProjectionFactory;
import io.orderflow.projection.weather.event.WeatherEvent;
import io.orderflow.relay.inbox.EventSink;
import io.orderflow.relay.wire.IntegrationEvents;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.MongoOperations;

/** Writes down what the weather was like. It has no event store: its history is that of the others. */
@SpringBootApplication
public class AlmanacApplication {

    @Bean
    EventCatalog eventCatalog() {
        return EventCatalog.of(WeatherEvent.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(WeatherEvent::routingKeyOf, WeatherEvent.class);
    }

    @Bean
    EventSink almanacSink(MongoOperations mongo) {
        return new AlmanacSink(mongo, AlmanacEntry.COLLECTION);
    }

    @Bean
    RemoteProjection almanacProjection(RemoteProjectionFactory projections, MongoOperations mongo) {
        return projections.of(AlmanacEntry.COLLECTION, collection -> new AlmanacSink(mongo, collection));
    }
}
