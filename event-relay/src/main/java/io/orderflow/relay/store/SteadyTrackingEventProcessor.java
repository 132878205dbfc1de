package io.orderflow.relay.store;

import org.axonframework.eventhandling.TrackingEventProcessor;

/**
 * A tracking processor that never pauses longer than five seconds between two tries. Axon doubles the pause up to a
 * minute, for which nothing would flow although the database or the broker has long been back.
 */
final class SteadyTrackingEventProcessor extends TrackingEventProcessor {

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    SteadyTrackingEventProcessor(Builder builder) {
        super(builder);
    }

    @Override
    protected void doSleepFor(long millisToSleep) {
        super.doSleepFor(Math.min(millisToSleep, LONGEST_PAUSE_MILLIS));
    }
}
