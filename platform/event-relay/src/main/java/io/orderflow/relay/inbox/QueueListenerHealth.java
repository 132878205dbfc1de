package io.orderflow.relay.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.health.Standstill;
import io.orderflow.eventstore.health.StandstillWatch;
import java.time.Clock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says why no events come in from which queue, and since when: nothing can be received from it, or a batch cannot be stored.
 * As metrics, {@code orderflow.inbox.failing} is 1 meanwhile, and {@code orderflow.queue.stuck.seconds}, tagged with the queue,
 * for how long it has been so, 0 while all is well.
 */
public final class QueueListenerHealth implements HealthIndicator, MeterBinder {

    private final QueueConsumers consumers;
    private final Clock clock = Clock.systemUTC();
    private final StandstillWatch watch;

    QueueListenerHealth(QueueConsumers consumers) {
        this.consumers = consumers;
        this.watch = new StandstillWatch(consumers::problems, clock);
    }

    /** To be called now and then, so that it is known since when a queue stands still, and not only since when it was asked. */
    boolean look() {
        watch.look();
        return false;
    }

    @Override
    public Health health() {
        return DegradedHealth.of(watch.look());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orderflow.inbox.failing", () -> consumers.problems().isEmpty() ? 0 : 1)
                .register(registry);
        consumers
                .queues()
                .forEach(queue -> Gauge.builder("orderflow.queue.stuck.seconds", () -> secondsStuck(queue))
                        .tag("queue", queue)
                        .register(registry));
    }

    private double secondsStuck(String queue) {
        Standstill standstill = watch.look().get(queue);
        return standstill == null ? 0 : standstill.seconds(clock.instant());
    }
}
