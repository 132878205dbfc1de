package io.orderflow.relay.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.health.DegradedHealth;
import io.orderflow.eventstore.health.StandstillWatch;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says why no events come in from which queue, and since when: nothing can be received from it, or a batch cannot be stored.
 * As metrics, {@code orderflow.inbox.failing} is 1 meanwhile, and {@code orderflow.queue.stuck.seconds}, tagged with the queue,
 * for how long it has been so, 0 while all is well.
 */
public final class QueueListenerHealth implements HealthIndicator, MeterBinder {

    private final String queue;
    private final QueueListener listener;
    private final QueueConsumer consumer;
    private final Clock clock = Clock.systemUTC();
    private final StandstillWatch watch = new StandstillWatch(this::problems, clock);

    QueueListenerHealth(String queue, QueueListener listener, QueueConsumer consumer) {
        this.queue = queue;
        this.listener = listener;
        this.consumer = consumer;
    }

    /** To be called now and then, so that it is known since when the queue stands still, and not only since when it was asked. */
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
        Gauge.builder("orderflow.inbox.failing", () -> problem().isPresent() ? 1 : 0)
                .register(registry);
        Gauge.builder("orderflow.queue.stuck.seconds", this::secondsStuck)
                .tag("queue", queue)
                .register(registry);
    }

    private double secondsStuck() {
        return watch.look().values().stream()
                .mapToDouble(standstill -> standstill.seconds(clock.instant()))
                .findFirst()
                .orElse(0);
    }

    private Map<String, String> problems() {
        return problem().map(reason -> Map.of(queue, reason)).orElse(Map.of());
    }

    private Optional<String> problem() {
        return !consumer.isConsuming()
                ? Optional.of("nothing can be received; the broker is away, or the queue or its node is")
                : listener.problem()
                        .map(problem -> "the batch that begins with message %s cannot be stored: %s"
                                .formatted(listener.firstOfBatch(), problem));
    }
}
