package io.orderflow.eventstore.processing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * Shows events that are not urgent together with those that come within a moment, or with the first urgent one. What is kept
 * meanwhile is read again by whoever opens a stream from the same token.
 */
final class PatientStream implements BlockingStream<TrackedEventMessage<?>> {

    /** Nobody notices it in a list, and an order on an idle system is answered within it. */
    private static final long MOMENT_MILLIS = 50;

    private final BlockingStream<TrackedEventMessage<?>> stream;
    private final Predicate<Class<?>> isUrgent;
    private final int most;
    private final Queue<TrackedEventMessage<?>> kept = new ArrayDeque<>();

    /** @param most how many events are kept at most */
    PatientStream(BlockingStream<TrackedEventMessage<?>> stream, Predicate<Class<?>> isUrgent, int most) {
        this.stream = stream;
        this.isUrgent = isUrgent;
        this.most = most;
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (!kept.isEmpty()) {
            return true;
        }
        if (!stream.hasNextAvailable(timeout, unit)) {
            return false;
        }
        long end = System.nanoTime() + MILLISECONDS.toNanos(MOMENT_MILLIS);
        long left = MOMENT_MILLIS;
        while (!keepUntilUrgent() && kept.size() < most && left > 0) {
            stream.hasNextAvailable((int) left, MILLISECONDS);
            left = NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return true;
    }

    /** Keeps what is there, and returns whether it ends with an urgent event. */
    private boolean keepUntilUrgent() throws InterruptedException {
        while (kept.size() < most && stream.peek().isPresent()) {
            TrackedEventMessage<?> event = stream.nextAvailable();
            kept.add(event);
            if (isUrgent.test(event.getPayloadType())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        return kept.isEmpty() ? stream.nextAvailable() : kept.remove();
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return kept.isEmpty() ? stream.peek() : Optional.of(kept.peek());
    }

    @Override
    public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
        stream.skipMessagesWithPayloadTypeOf(ignored);
    }

    @Override
    public void close() {
        stream.close();
    }
}
