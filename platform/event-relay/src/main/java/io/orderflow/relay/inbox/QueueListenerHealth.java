package io.orderflow.relay.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.health.DegradedHealth;
import java.util.Optional;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says why no events come in: no connection to the broker, or a batch that cannot be stored; as a metric,
 * {@code orderflow.inbox.failing} is 1 meanwhile.
 */
public final class QueueListenerHealth implements HealthIndicator, MeterBinder {

    private final QueueListener listener;
    private final SimpleMessageListenerContainer container;

    public QueueListenerHealth(QueueListener listener, SimpleMessageListenerContainer container) {
        this.listener = listener;
        this.container = container;
    }

    @Override
    public Health health() {
        return problem()
                .map(DegradedHealth::degraded)
                .orElseGet(() -> Health.up().build());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orderflow.inbox.failing", () -> problem().isPresent() ? 1 : 0)
                .register(registry);
    }

    private Optional<String> problem() {
        return container.getActiveConsumerCount() == 0
                ? Optional.of("no connection to the queue " + String.join(", ", container.getQueueNames()))
                : listener.problem().map(problem -> "a batch cannot be stored: " + problem);
    }
}
