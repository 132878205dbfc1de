package io.orderflow.eventstore.sample;

import io.orderflow.eventstore.serialization.EventCatalog;
import org.axonframework.serialization.Revision;

/** Events of some other business, since the platform is nobody's in particular. */
public sealed interface Weather {

    @Revision("1")
    record RainFell(String place, int millimetres) implements Weather {}

    @Revision("1")
    record SunShone(String place) implements Weather {}

    /** An event that stays inside its service. */
    record ThermometerRead(int degrees) {}

    static EventCatalog catalog() {
        return EventCatalog.of(Weather.class, ThermometerRead.class);
    }
}
