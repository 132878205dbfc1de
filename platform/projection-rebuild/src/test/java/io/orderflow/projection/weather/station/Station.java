package io.orderflow.projection.weather.station;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.orderflow.projection.weather.event.RainRecorded;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A place with a rain gauge, which collects rain until somebody empties it. */
@Aggregate
class Station {

    @AggregateIdentifier
    private String name;

    private int level;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ReadGauge command) {
        int rain = command.level() - level;
        apply(new GaugeRead(command.station(), command.level()));
        if (rain > 0) {
            apply(new RainRecorded(name, rain));
        }
    }

    @EventSourcingHandler
    void evolve(GaugeRead event) {
        name = event.station();
        level = event.level();
    }
}
