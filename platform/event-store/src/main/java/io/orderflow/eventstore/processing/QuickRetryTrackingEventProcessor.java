package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.worker.Retries;
import org.axonframework.eventhandling.TrackingEventProcessor;

/**
 * A tracking processor that never pauses longer than five seconds between two tries. Axon doubles the pause up to a
 * minute, for which nothing would flow although the database or the broker has long been back.
 */
final class QuickRetryTrackingEventProcessor extends TrackingEventProcessor {

    QuickRetryTrackingEventProcessor(Builder builder) {
        super(builder);
    }

    @Override
    protected void doSleepFor(long millisToSleep) {
        super.doSleepFor(Math.min(millisToSleep, Retries.LONGEST_PAUSE_MILLIS));
    }
}
