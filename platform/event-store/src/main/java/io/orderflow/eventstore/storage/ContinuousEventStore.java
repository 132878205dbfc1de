package io.orderflow.eventstore.storage;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;

/**
 * Axon's event store, whose streams end with an exception once it is known that events are lost: what they have in memory is of a
 * history that is no more.
 */
final class ContinuousEventStore extends EmbeddedEventStore {

    private final StoreContinuity continuity;

    ContinuousEventStore(Builder builder, StoreContinuity continuity) {
        super(builder);
        this.continuity = continuity;
    }

    @Override
    public TrackingEventStream openStream(TrackingToken token) {
        return new ContinuousStream(super.openStream(token));
    }

    private final class ContinuousStream implements TrackingEventStream {

        private final BlockingStream<TrackedEventMessage<?>> events;

        ContinuousStream(BlockingStream<TrackedEventMessage<?>> events) {
            this.events = events;
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            continuity.requireWhole();
            return events.hasNextAvailable(timeout, unit);
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            continuity.requireWhole();
            return events.peek();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            continuity.requireWhole();
            return events.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            events.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            return events.setOnAvailableCallback(callback);
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
