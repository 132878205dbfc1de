package io.orderflow.ordering.admission;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.ordering.deadline.Backlog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets orders in at the pace at which they are brought to their end, so that accepted ones come first: as many are pending as
 * can end in two seconds, by what this system is measured to do at the time. Who wants to place one more waits for up to a
 * second, in turn, and is then told to come again; so is, at once, who finds half of the server's threads waiting.
 *
 * <p>While whoever answers is away, or stands still, no order ends, and no pace can be kept. Orders are accepted for a minute
 * then, as they wait for the answer anyway; after that no longer, as what is accepted has to be brought to its end afterwards.
 *
 * <p>Each instance measures what is pending for all of them and gives out what it thinks is free, so that for the time between
 * two measurements, a fifth of a second, several may let in more than one would.
 */
public final class AdmissionControl implements Worker.Task, MeterBinder {

    /** For how long an order should be pending at most. */
    static final Duration LONGEST_PENDING = Duration.ofSeconds(2);

    /** How often is measured what is pending. */
    static final Duration PERIOD = Duration.ofMillis(200);

    static final Duration LONGEST_OUTAGE = Duration.ofMinutes(1);
    /** If no order has ended for so long, whoever answers is as good as away. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Half of the threads that Tomcat has if nothing else is said: the others answer who asks for orders. */
    private static final int MOST_WAITING = 100;
    /** For each measurement. */
    private static final int DURING_AN_OUTAGE = 500;

    private static final long LONGEST_RETRY_SECONDS = 30;

    private final Supplier<Backlog> backlog;
    private final BooleanSupplier answered;
    private final Clock clock;

    private final PendingLimit limit = new PendingLimit(LONGEST_PENDING);
    private final Semaphore free = new Semaphore((int) limit.value(), true);
    private final AtomicInteger placing = new AtomicInteger();
    private final LongAdder shed = new LongAdder();
    private final ShedLog shedLog = new ShedLog();
    private volatile boolean asked;
    private volatile boolean lacking;
    private long pending;
    private volatile long retryAfterSeconds = 1;
    private Instant outage;
    private long ended = -1;
    private Instant endedAt = Instant.MIN;

    /**
     * @param backlog how many orders are pending, and how many have ended
     * @param answered whether who answers orders is there
     */
    public AdmissionControl(Supplier<Backlog> backlog, BooleanSupplier answered, Clock clock) {
        this.backlog = backlog;
        this.answered = answered;
        this.clock = clock;
    }

    /**
     * Places an order when it may be.
     *
     * @throws TooMuchWaitsException if it may not be for now; nothing has been done
     */
    public <T> T admit(Supplier<T> placement) {
        asked = true;
        enter();
        placing.incrementAndGet();
        try {
            return placement.get();
        } finally {
            placing.decrementAndGet();
        }
    }

    private void enter() {
        try {
            if (free.tryAcquire(0, TimeUnit.SECONDS)) { // without a time it would not wait its turn
                return;
            }
            lacking = true;
            if (free.getQueueLength() < MOST_WAITING && free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shed.increment();
        throw new TooMuchWaitsException(retryAfterSeconds);
    }

    /** Measures, if anybody has come since the last time, and gives out what is free. */
    @Override
    public boolean run() {
        Instant now = clock.instant();
        shedLog.look(shed.sum(), pending, now);
        if (!asked) {
            return false;
        }
        asked = free.hasQueuedThreads();
        Backlog measured = backlog.get();
        limit.measure(measured, lacking, now);
        lacking = free.hasQueuedThreads();
        pending = measured.pending();
        long room = limit.value() - pending - placing.get();
        if (measured.ended() != ended) {
            ended = measured.ended();
            endedAt = now;
        }
        if (room > 0) {
            if (outage != null && answered.getAsBoolean()) {
                outage = null; // another one begins anew
            }
        } else if (isOutage(now)) {
            room = DURING_AN_OUTAGE;
        }
        retryAfterSeconds = Math.min(LONGEST_RETRY_SECONDS, Math.max(1, limit.secondsFor(pending - limit.value())));
        free.drainPermits();
        free.release((int) Math.max(0, room));
        return false;
    }

    private boolean isOutage(Instant now) {
        if (now.isBefore(endedAt.plus(STANDSTILL)) && answered.getAsBoolean()) {
            outage = null;
            return false;
        }
        if (outage == null) {
            outage = now;
        }
        return now.isBefore(outage.plus(LONGEST_OUTAGE));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orderflow.admission.limit", limit::value)
                .description("How many orders may be pending before new ones are kept waiting")
                .register(registry);
        FunctionCounter.builder("orderflow.orders.shed", shed, LongAdder::sum)
                .description("Requests to place an order that were told to come again later")
                .register(registry);
    }
}
