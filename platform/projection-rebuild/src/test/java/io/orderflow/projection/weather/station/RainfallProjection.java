package io.orderflow.projection.weather.station;

import io.orderflow.projection.weather.event.RainRecorded;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Adds up how much it rained at each station, and for each event only once. */
@Component
@ProcessingGroup(RainfallProjection.GROUP)
class RainfallProjection {

    static final String GROUP = "rainfall";

    private static final String ADD = """
            INSERT INTO rainfall AS so_far (station, millimetres, version) VALUES (?, ?, ?)
            ON CONFLICT (station) DO UPDATE
            SET millimetres = so_far.millimetres + excluded.millimetres, version = excluded.version
            WHERE so_far.version < excluded.version""";

    private final JdbcTemplate jdbc;

    RainfallProjection(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @EventHandler
    void on(RainRecorded rain, @SequenceNumber long version) {
        jdbc.update(ADD, rain.station(), rain.millimetres(), version);
    }
}
