package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.tracing.TraceParent;
import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.ordering.deadline.WaitingOrderRepository.Waiting;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of orders that their answer is overdue, once, as it is published in the transaction that takes the order from those
 * that wait. That is so
 * <ul>
 *   <li>when the time for an answer has passed, and inventory, which answers in turn unless its work is divided, has answered a
 *       newer order;
 *   <li>when inventory has had all questions in hand, and has answered none, for that time;
 *   <li>when an order has waited for longer than any order waits, however far behind inventory or the broker are.
 * </ul>
 */
final class OverdueOrders implements Worker.Task {

    private static final Logger log = LoggerFactory.getLogger(OverdueOrders.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 100;
    private static final long ANY = Long.MAX_VALUE;

    private final WaitingOrderRepository waiting;
    private final FulfilmentProgressRepository progress;
    private final TakenQuestions taken;
    private final EventBus events;
    private final EventTransactions transactions;
    private final Duration answerTimeout;
    private final Duration longestWait;
    private final InstantSource clock;
    private long answers = -1;
    private Instant answeredAt;

    /** @param clock of the database, which says since when orders wait */
    OverdueOrders(
            WaitingOrderRepository waiting,
            FulfilmentProgressRepository progress,
            TakenQuestions taken,
            EventBus events,
            EventTransactions transactions,
            Duration answerTimeout,
            Duration longestWait,
            InstantSource clock) {
        this.waiting = waiting;
        this.progress = progress;
        this.taken = taken;
        this.events = events;
        this.transactions = transactions;
        this.answerTimeout = answerTimeout;
        this.longestWait = longestWait;
        this.clock = clock;
    }

    @Override
    public boolean run() throws InterruptedException {
        if (!look()) {
            Thread.sleep(EVERY.toMillis());
        }
        return true;
    }

    /** Returns whether there may be more of them. Most orders end within a second, so that mostly nothing is to be known. */
    boolean look() {
        Optional<Instant> oldest = waiting.oldest();
        if (oldest.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        if (oldest.get().isAfter(now.minus(EVERY))) {
            return false;
        }
        lookAround(now);
        Instant timeout = now.minus(answerTimeout);
        return !oldest.get().isAfter(timeout) && end(timeout, now.minus(longestWait));
    }

    private boolean end(Instant timeout, Instant tooLong) {
        boolean more = publish(timeout, progress.pastBelow(), tooLong);
        more |= publish(tooLong, ANY, tooLong);
        Optional<Instant> allTaken = taken.latestUntil(timeout);
        if (allTaken.isPresent() && !answeredAt.isAfter(timeout)) {
            more |= publish(allTaken.get(), ANY, tooLong);
        }
        return more;
    }

    private void lookAround(Instant now) {
        taken.look(now);
        long counted = progress.answers();
        if (counted != answers) {
            answers = counted;
            answeredAt = now;
        }
    }

    /** Returns whether there may be more of them. */
    private boolean publish(Instant since, long below, Instant tooLong) {
        List<Waiting> overdue = transactions.execute(() -> {
            List<Waiting> orders = waiting.take(since, below, AT_ONCE);
            events.publish(orders.stream()
                    .map(order -> overdue(order, order.since().isAfter(tooLong) ? answerTimeout : longestWait))
                    .toList());
            return orders;
        });
        if (!overdue.isEmpty()) {
            log.atWarn()
                    .addKeyValue("order.id", overdue.get(0).orderId())
                    .log(
                            "{} orders got no answer in time, and are cancelled; the first is {}",
                            overdue.size(),
                            overdue.get(0).orderId());
        }
        return overdue.size() == AT_ONCE;
    }

    private static EventMessage<?> overdue(Waiting order, Duration waited) {
        Map<String, ?> trace = order.traceParent() == null ? Map.of() : Map.of(TraceParent.KEY, order.traceParent());
        return new GenericEventMessage<>(new AnswerOverdue(order.orderId(), waited.toSeconds()), trace);
    }
}
