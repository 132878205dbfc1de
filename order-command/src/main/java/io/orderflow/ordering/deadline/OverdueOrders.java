package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.transaction.EventTransactions;
import io.orderflow.eventstore.worker.Worker;
import io.orderflow.ordering.deadline.WaitingOrderRepository.Waiting;
import io.orderflow.ordering.fulfilment.AnswerOverdue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;

/**
 * Says of orders that their answer is overdue: when inventory has had them in hand for the time that an answer may take, or
 * when they have waited for longer than any order waits, however far behind inventory or the broker are. It is said once: it
 * is published in the transaction that takes the order from those that wait.
 */
final class OverdueOrders implements Worker.Task {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 100;

    private final WaitingOrderRepository waiting;
    private final TakenQuestions taken;
    private final EventBus events;
    private final EventTransactions transactions;
    private final Duration answerTimeout;
    private final Duration longestWait;
    private Instant nextLook = Instant.MIN;

    OverdueOrders(
            WaitingOrderRepository waiting,
            TakenQuestions taken,
            EventBus events,
            EventTransactions transactions,
            Duration answerTimeout,
            Duration longestWait) {
        this.waiting = waiting;
        this.taken = taken;
        this.events = events;
        this.transactions = transactions;
        this.answerTimeout = answerTimeout;
        this.longestWait = longestWait;
    }

    @Override
    public boolean run() {
        Instant now = Instant.now();
        if (now.isBefore(nextLook)) {
            return false;
        }
        nextLook = now.plus(EVERY);
        Optional<Instant> oldest = waiting.oldest();
        if (oldest.isEmpty()) {
            return false;
        }
        return end(oldest.get(), waiting.now());
    }

    /** Most orders end within a second, so that nobody needs to look where they are. */
    private boolean end(Instant oldest, Instant now) {
        if (oldest.isAfter(now.minus(EVERY))) {
            return false;
        }
        taken.look(now);
        Instant tooLong = now.minus(longestWait);
        Instant overdue = Stream.concat(taken.latestUntil(now.minus(answerTimeout)).stream(), Stream.of(tooLong))
                .max(Instant::compareTo)
                .orElseThrow();
        boolean more = !oldest.isAfter(overdue) && publish(overdue, tooLong) == AT_ONCE;
        if (more) {
            nextLook = Instant.MIN;
        }
        return more;
    }

    private int publish(Instant overdue, Instant tooLong) {
        return transactions.execute(() -> {
            List<Waiting> orders = waiting.take(overdue, AT_ONCE);
            List<EventMessage<?>> messages = orders.stream()
                    .<EventMessage<?>>map(order -> GenericEventMessage.asEventMessage(new AnswerOverdue(
                            order.orderId(),
                            (order.since().isAfter(tooLong) ? answerTimeout : longestWait).toSeconds())))
                    .toList();
            events.publish(messages);
            return orders.size();
        });
    }
}
