package io.orderflow.relay.in;

import io.orderflow.relay.Weather;
import io.orderflow.relay.Weather.RainFell;
import io.orderflow.relay.Wire;
import io.orderflow.relay.out.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.springframework.amqp.core.Message;

/** Messages as a broker delivers them: of rain in Ulm, so many millimetres of it. */
final class WeatherMessages {

    static final String EVENT_ID = "rain-of-";

    private WeatherMessages() {}

    static MessageReader reader() {
        return new MessageReader(Wire.converter(Weather.catalog()));
    }

    /** A good message, whose event is known by {@link #EVENT_ID} and the millimetres. */
    static Message rain(int millimetres) {
        return Wire.deliver(Outbox.message(
                Weather.catalog(),
                new GenericDomainEventMessage<>(
                        "Station",
                        "station-ulm",
                        millimetres,
                        new RainFell("Ulm", millimetres),
                        Map.of(),
                        EVENT_ID + millimetres,
                        Instant.parse("2026-07-01T12:00:00Z"))));
    }

    static Message withHeader(String name, Object value) {
        Message message = rain(3);
        message.getMessageProperties().setHeader(name, value);
        return message;
    }

    static Message withoutHeader(String name) {
        Message message = rain(3);
        message.getMessageProperties().getHeaders().remove(name);
        return message;
    }

    static Message withBody(String body) {
        return new Message(body.getBytes(StandardCharsets.UTF_8), rain(3).getMessageProperties());
    }
}
