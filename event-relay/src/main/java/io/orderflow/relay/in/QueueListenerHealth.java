package io.orderflow.relay.in;

import io.orderflow.relay.RelayHealth;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Says why no events come in: no connection to the broker, or a batch that cannot be stored. */
public final class QueueListenerHealth implements HealthIndicator {

    private final QueueListener listener;
    private final SimpleMessageListenerContainer container;

    public QueueListenerHealth(QueueListener listener, SimpleMessageListenerContainer container) {
        this.listener = listener;
        this.container = container;
    }

    @Override
    public Health health() {
        if (container.getActiveConsumerCount() == 0) {
            return RelayHealth.degraded("no connection to the queue " + String.join(", ", container.getQueueNames()));
        }
        return listener.problem()
                .map(problem -> RelayHealth.degraded("a batch cannot be stored: " + problem))
                .orElseGet(() -> Health.up().build());
    }
}
