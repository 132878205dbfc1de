package io.orderflow.projection;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far a read model is.
 *
 * @param position number of the last event it has taken in: of a model that is fed by the service's event store, the global
 *     index; of one that is fed by a queue, null
 * @param behind how many events wait to be taken in: of a model that is fed by the service's event store, by how many places
 *     of it, of which some may hold no event; null if that cannot be told
 * @param lastRebuild the last rebuild, or null if there was none
 */
public record ProjectionStatus(String name, Long position, Long behind, State state, Rebuild lastRebuild) {

    /** Whether events reach the model. */
    public enum State {
        /** Events are taken in as they come. */
        @JsonProperty("live")
        LIVE,
        /** As live, and a new model is being built that will take this one's place. */
        @JsonProperty("rebuilding")
        REBUILDING,
        /** An event could not be taken in, and is tried again. */
        @JsonProperty("stuck")
        STUCK
    }
}
