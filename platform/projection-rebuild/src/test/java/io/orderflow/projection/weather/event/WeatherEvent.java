package io.orderflow.projection.weather.event;

/** What the applications publish, each event under a routing key of its own. */
public sealed interface WeatherEvent permits RainRecorded, FloodWarningIssued {

    /** The key of the events of this type, e.g. {@code weather.RainRecorded}. */
    static String routingKeyOf(Class<?> type) {
        return "weather." + type.getSimpleName();
    }
}
