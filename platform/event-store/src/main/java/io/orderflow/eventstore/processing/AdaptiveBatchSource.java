package io.orderflow.eventstore.processing;

import io.orderflow.eventstore.storage.UnknownEventException;
import io.orderflow.eventstore.worker.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * The events for each segment of a processor, in batches that take neither long nor, by being small, needlessly many transactions. A
 * batch that was slow, or failed, is followed by one of half its size; one that was full and quick, by one of twice its size. So no
 * transaction comes near the longest that is allowed, although the work for one event may be a hundred times that for
 * another, and one that did is not tried again as it was.
 *
 * <p>While events keep coming, a batch that is not full is followed by the next at some {@link Pace}: a transaction for each event,
 * in each processor, would be most of what it costs.
 *
 * <p>An event that this release does not know stops the processor, which says so and tries again: passed over, it would be
 * skipped for good, as the token moves on.
 *
 * <p>A processor adds to its batch as long as {@link BlockingStream#peek()} shows it one more event; at the limit, it shows none.
 */
final class AdaptiveBatchSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    /** The largest batch of a segment. */
    static final int MOST = 200;

    private static final int FIRST = 25;
    private static final Duration QUICK = Duration.ofMillis(500);
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final Optional<Patience> patience;
    private final BatchMetrics metrics;
    private final LongSupplier nanoTime;
    private final int most;

    /**
     * Of events that are read, for each segment by itself, which is one thread's: a failure of one is no reason for others. Of several
     * segments, each has its share of them to handle.
     */
    private final ThreadLocal<Integer> limit;

    /**
     * @param patience of the processor, if it has any
     * @param metrics of the processor
     * @param segments into which the work of the processor is divided
     * @param nanoTime a clock, such as {@link System#nanoTime()}
     */
    AdaptiveBatchSource(
            StreamableMessageSource<TrackedEventMessage<?>> events,
            Optional<Patience> patience,
            BatchMetrics metrics,
            int segments,
            LongSupplier nanoTime) {
        this.events = events;
        this.patience = patience;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.most = MOST * segments;
        this.limit = ThreadLocal.withInitial(() -> FIRST * segments);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(TrackingToken token) {
        BlockingStream<TrackedEventMessage<?>> stream = events.openStream(token);
        return new PacedStream(patience.<BlockingStream<TrackedEventMessage<?>>>map(
                        some -> new PatientStream(stream, some::isUrgent, most))
                .orElse(stream));
    }

    @Override
    public TrackingToken createTailToken() {
        return events.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return events.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return events.createTokenAt(dateTime);
    }

    /** One segment's way through the events, by one thread, until it closes the stream, as it does after a failure. */
    private final class PacedStream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final Pace pace = new Pace(nanoTime);
        private TrackingToken last;
        private long begun;
        private int taken;

        PacedStream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        /** Asked between two batches. */
        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            if (taken > 0) {
                metrics.handled(taken);
                beginNextBatch();
                taken = 0;
            }
            return stream.hasNextAvailable(timeout, unit);
        }

        private void beginNextBatch() throws InterruptedException {
            long nanos = nanoTime.getAsLong() - begun;
            if (nanos > SLOW.toNanos()) {
                limit.set(Math.max(1, taken / 2));
            } else if (taken < limit.get()) {
                pace.await();
            } else if (nanos < QUICK.toNanos()) {
                limit.set(Math.min(most, limit.get() * 2));
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            if (taken == 0) {
                begun = nanoTime.getAsLong();
            }
            taken++;
            TrackedEventMessage<?> event = UnknownEventException.requireKnown(stream.nextAvailable());
            last = event.trackingToken();
            return event;
        }

        /** Past the limit, only what an upcaster made of the same stored event, as the position is that of both. */
        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            Optional<TrackedEventMessage<?>> next = stream.peek();
            return taken < limit.get()
                    ? next
                    : next.filter(event -> event.trackingToken().equals(last));
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            if (taken > 0) {
                metrics.failed();
                limit.set(Math.max(1, taken / 2));
            }
            stream.close();
        }
    }
}
