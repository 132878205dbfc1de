package io.orderflow.projection.weather.almanac;

import io.orderflow.eventstore.serialization.EventCatalog;
import io.orderflow.projection.history.HistoryProjection;
import io.orderflow.projection.history.HistoryProjectionFactory;
import io.orderflow.projection.weather.event.WeatherEvent;
import io.orderflow.relay.inbox.EventSink;
import io.orderflow.relay.wire.PublishedEvents;
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
    PublishedEvents publishedEvents() {
        return PublishedEvents.of(WeatherEvent::routingKeyOf, WeatherEvent.class);
    }

    @Bean
    EventSink almanacSink(MongoOperations mongo) {
        return new AlmanacSink(mongo, AlmanacEntry.COLLECTION);
    }

    @Bean
    HistoryProjection almanacProjection(HistoryProjectionFactory projections, MongoOperations mongo) {
        return projections.of(AlmanacEntry.COLLECTION, collection -> new AlmanacSink(mongo, collection));
    }
}
