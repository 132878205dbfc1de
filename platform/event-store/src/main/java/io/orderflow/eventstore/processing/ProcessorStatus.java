package io.orderflow.eventstore.processing;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * How a processor is, as this instance of the service sees it.
 *
 * @param instance the host and the process, with a colon in between, if this instance runs it; null if it does not
 * @param position the place in the store of the last event that it has handled; null before the first
 * @param behindEvents how many places it is behind the end of the store
 * @param behindSeconds the age of the first event that it has not handled
 * @param failure what it cannot get past; null if it can
 * @param neverPaused why nobody can pause it, as the end of a sentence; null if it can be paused
 * @param segments the parts into which its work is divided; none before it has run
 */
public record ProcessorStatus(
        String name,
        @Nullable String instance,
        State state,
        @Nullable Long position,
        long behindEvents,
        double behindSeconds,
        @Nullable Failure failure,
        @Nullable String neverPaused,
        List<SegmentStatus> segments) {

    public ProcessorStatus {
        segments = List.copyOf(segments);
    }

    /** What it does. */
    public enum State {
        /** Handles events, in this instance. */
        @JsonProperty("running")
        RUNNING,
        /** Somebody wants no instance to run it. */
        @JsonProperty("paused")
        PAUSED,
        /** Tries an event again and again, in this instance. */
        @JsonProperty("failing")
        FAILING,
        /** Another instance has it. */
        @JsonProperty("elsewhere")
        ELSEWHERE,
        /** No instance has it, as for a moment when one was stopped. */
        @JsonProperty("stopped")
        STOPPED
    }

    /**
     * What a processor cannot get past. Of a batch, the first event is named; batches get smaller as they fail, until there is but
     * one in them.
     *
     * @param type of the event; null, as are its id and position, where it cannot even be read
     * @param error for a person to read
     */
    public record Failure(
            @Nullable String type,
            @Nullable String eventId,
            @Nullable Long position,
            String error,
            @Nullable Instant since) {}

    /**
     * A part of the processor's work.
     *
     * @param instance the instance of the service that has it, its host and process with a colon in between; null if none has
     * @param position the place in the store of the last event that it has handled; null before the first
     */
    public record SegmentStatus(
            int segment,
            @Nullable String instance,
            @Nullable Long position) {}
}
