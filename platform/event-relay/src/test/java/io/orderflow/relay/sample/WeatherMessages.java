package io.orderflow.relay.sample;

import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.sample.Weather.RainFell;
import io.orderflow.relay.wire.EventMessageReader;
import io.orderflow.relay.wire.IntegrationEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.springframework.amqp.core.Message;

/** Messages as a broker delivers them: of rain in Ulm, so many millimetres of it. */
public final class WeatherMessages {

    /** Events of the weather, each under a key of its name. */
    public static final IntegrationEvents PUBLISHED =
            IntegrationEvents.of(type -> "weather." + type.getSimpleName(), Weather.class);

    public static final String EVENT_ID = "rain-of-";

    private WeatherMessages() {}

    public static EventMessageReader reader() {
        return reader(PUBLISHED);
    }

    public static EventMessageReader reader(IntegrationEvents events) {
        return new EventMessageReader(Wire.converter(events), events);
    }

    /** A good message, whose event is known by {@link #EVENT_ID} and the millimetres. */
    public static Message rain(int millimetres) {
        return Wire.deliver(Outbox.message(
                PUBLISHED,
                new GenericDomainEventMessage<>(
                        "Station",
                        "station-ulm",
                        millimetres,
                        new RainFell("Ulm", millimetres),
                        Map.of(),
                        EVENT_ID + millimetres,
                        Instant.parse("2026-07-01T12:00:00Z"))));
    }

    public static Message withHeader(String name, Object value) {
        Message message = rain(3);
        message.getMessageProperties().setHeader(name, value);
        return message;
    }

    public static Message withoutHeader(String name) {
        Message message = rain(3);
        message.getMessageProperties().getHeaders().remove(name);
        return message;
    }

    public static Message withBody(String body) {
        return new Message(body.getBytes(StandardCharsets.UTF_8), rain(3).getMessageProperties());
    }
}
