package io.orderflow.ordering.deadline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.metrics.SampledMetrics;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How many orders of all instances have not ended, each of them a saga, and for how long the oldest has waited, as
 * {@code orderflow.orders.pending} and {@code orderflow.orders.pending.oldest.seconds}.
 */
@Component
final class PendingOrders extends SampledMetrics<PendingOrders.Pending> {

    record Pending(long orders, double oldestSeconds) {}

    private final FulfilmentProgressRepository progress;
    private final WaitingOrderRepository waiting;

    PendingOrders(FulfilmentProgressRepository progress, WaitingOrderRepository waiting) {
        super("pending-orders");
        this.progress = progress;
        this.waiting = waiting;
    }

    @Override
    protected Pending sample() {
        return new Pending(
                progress.backlog().pending(),
                waiting.oldest()
                        .map(since -> Duration.between(since, waiting.now()).toMillis() / 1000.0)
                        .orElse(0.0));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("orderflow.orders.pending", () -> latest(Pending::orders))
                .description("Accepted orders of all instances that have not ended: the open sagas, and those to come")
                .register(registry);
        Gauge.builder("orderflow.orders.pending.oldest.seconds", () -> latest(Pending::oldestSeconds))
                .description("For how long the oldest of them has waited")
                .register(registry);
    }
}
