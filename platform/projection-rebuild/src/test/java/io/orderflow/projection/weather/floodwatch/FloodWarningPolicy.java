package io.orderflow.projection.weather.floodwatch;

import io.orderflow.projection.weather.event.FloodWarningIssued;
import io.orderflow.projection.weather.event.RainRecorded;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.gateway.EventGateway;
import org.springframework.stereotype.Component;

/**
 * Warns whenever it rained a lot at once. The rain is another application's event, in this one's store since its inbox took
 * it in; the warning commits together with the position up to which rain was heard of, so there is one for each event.
 */
@Component
@ProcessingGroup("flood-warnings")
class FloodWarningPolicy {

    private static final int MILLIMETRES_OF_A_FLOOD = 50;

    private final EventGateway events;

    FloodWarningPolicy(EventGateway events) {
        this.events = events;
    }

    @EventHandler
    void on(RainRecorded rain) {
        if (rain.millimetres() >= MILLIMETRES_OF_A_FLOOD) {
            events.publish(new FloodWarningIssued(rain.station(), rain.millimetres()));
        }
    }
}
