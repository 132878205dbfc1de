package io.orderflow.relay.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Instant;

/** A rebuild as operators see it. */
record RebuildResponse(
        @JsonProperty("id") long id,
        @JsonProperty("state") Rebuild.State state,
        @JsonProperty("processed") long processed,
        @JsonProperty("total") long total,
        @JsonProperty("percent") double percent,
        @JsonProperty("events_per_second") long eventsPerSecond,
        @JsonProperty("started_at") Instant startedAt,
        @JsonProperty("finished_at") Instant finishedAt,

        @JsonInclude(Include.NON_NULL) @JsonProperty("reason")
        String reason) {

    static RebuildResponse of(Rebuild rebuild, Clock clock) {
        return new RebuildResponse(
                rebuild.id(),
                rebuild.state(),
                rebuild.processed(),
                rebuild.total(),
                rebuild.percent(),
                rebuild.eventsPerSecond(clock),
                rebuild.startedAt(),
                rebuild.finishedAt(),
                rebuild.reason());
    }
}
