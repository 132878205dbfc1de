package io.orderflow.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.orderflow.projection.Rebuild;
import jakarta.annotation.Nullable;
import java.time.Clock;
import java.time.Instant;

/** A rebuild as operators see it. */
record RebuildResponse(
        long id,
        Rebuild.State state,
        long processed,
        long total,
        boolean estimated,
        double percent,
        long eventsPerSecond,
        Instant startedAt,
        @Nullable Instant finishedAt,

        @JsonInclude(Include.NON_NULL) String reason) {

    static RebuildResponse of(Rebuild rebuild, Clock clock) {
        return new RebuildResponse(
                rebuild.id(),
                rebuild.state(),
                rebuild.processed(),
                rebuild.total(),
                rebuild.isEstimated(),
                rebuild.percent(),
                rebuild.eventsPerSecond(clock),
                rebuild.startedAt(),
                rebuild.finishedAt(),
                rebuild.reason());
    }
}
