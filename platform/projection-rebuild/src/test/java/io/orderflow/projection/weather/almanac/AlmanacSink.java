package io.orderflow.projection.weather.almanac;

import io.orderflow.projection.weather.event.FloodWarningIssued;
import io.orderflow.projection.weather.event.RainRecorded;
import io.orderflow.relay.inbox.EventSink;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.data.mongodb.core.MongoOperations;

/** Writes an entry for each event under the event's id, so that one that comes again changes nothing. */
final class AlmanacSink implements EventSink {

    private final MongoOperations mongo;
    private final String collection;

    AlmanacSink(MongoOperations mongo, String collection) {
        this.mongo = mongo;
        this.collection = collection;
    }

    @Override
    public int store(List<EventMessage<?>> events) {
        events.forEach(this::store);
        return 0; // it does not look
    }

    private void store(EventMessage<?> event) {
        if (event.getPayload() instanceof RainRecorded rain) {
            write(event, rain.station(), rain.millimetres() + " mm of rain");
        } else if (event.getPayload() instanceof FloodWarningIssued warning) {
            write(event, warning.station(), "flood warning");
        }
    }

    private void write(EventMessage<?> event, String station, String text) {
        mongo.save(new AlmanacEntry(event.getIdentifier(), station, text, event.getTimestamp()), collection);
    }
}
