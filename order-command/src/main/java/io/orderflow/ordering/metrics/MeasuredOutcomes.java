package io.orderflow.ordering.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderflow.ordering.fulfilment.Outcomes;
import io.orderflow.ordering.withdrawal.WithdrawnOrders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Counts how orders end, and measures how long after the request for them, when the batch in which they end has committed: as
 * {@code orderflow.orders.confirmed}, {@code orderflow.orders.cancelled} by reason and {@code orderflow.orders.completion}. An
 * order that its customer cancels when it is confirmed counts as both, and is measured once.
 */
@Component
final class MeasuredOutcomes implements Outcomes, WithdrawnOrders {

    /** From what nobody notices to what no order takes. */
    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    /** @param placedAt null for what does not end an order */
    private record Change(Counter counter, Instant placedAt) {}

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    private final Counter withdrawn;
    private final Timer completion;
    private final Clock clock;

    MeasuredOutcomes(MeterRegistry registry, Clock clock) {
        counters.put(
                Outcome.CONFIRMED,
                Counter.builder("orderflow.orders.confirmed")
                        .description("Orders that were confirmed")
                        .register(registry));
        counters.put(Outcome.REJECTED, cancelled("rejected", registry));
        counters.put(Outcome.UNANSWERED, cancelled("unanswered", registry));
        this.withdrawn = cancelled("customer", registry);
        this.completion = Timer.builder("orderflow.orders.completion")
                .description("From the request for an order until it is confirmed or cancelled")
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry);
        this.clock = clock;
    }

    private static Counter cancelled(String reason, MeterRegistry registry) {
        return Counter.builder("orderflow.orders.cancelled")
                .description("Orders that were cancelled")
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public void ended(Outcome outcome, Instant placedAt) {
        if (placedAt != null) {
            currentBatch().add(new Change(counters.get(outcome), placedAt));
        }
    }

    @Override
    public void add(Instant placedAt) {
        currentBatch().add(new Change(withdrawn, placedAt));
    }

    private List<Change> currentBatch() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(MeasuredOutcomes.class.getName(), key -> {
            List<Change> batch = new ArrayList<>();
            root.afterCommit(committed -> measure(batch));
            return batch;
        });
    }

    private void measure(List<Change> batch) {
        Instant now = clock.instant();
        for (Change change : batch) {
            change.counter().increment();
            if (change.placedAt() != null) {
                completion.record(Duration.between(change.placedAt(), now));
            }
        }
    }
}
