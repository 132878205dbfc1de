package io.orderflow.ordering.deadline;

import io.orderflow.eventstore.processing.CurrentSegment;
import io.orderflow.ordering.fulfilment.AnswerDeadlines;
import java.util.LinkedHashSet;
import java.util.Set;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Writes down together, when a batch of events commits, which of its orders begin to wait and which wait no more, and how far
 * fulfilment has come by that.
 */
@Component
class BatchedAnswerDeadlines implements AnswerDeadlines {

    private final WaitingOrderRepository waiting;
    private final FulfilmentProgressRepository progress;

    BatchedAnswerDeadlines(WaitingOrderRepository waiting, FulfilmentProgressRepository progress) {
        this.waiting = waiting;
        this.progress = progress;
    }

    @Override
    public void start(long orderId) {
        currentBatch().begun.add(orderId);
    }

    @Override
    public void answered(long orderId) {
        currentBatch().answered.add(orderId);
    }

    @Override
    public void missed(long orderId) {
        currentBatch().missed++;
    }

    private Batch currentBatch() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(BatchedAnswerDeadlines.class.getName(), key -> {
            Batch batch = new Batch();
            root.onCommit(unitOfWork -> batch.write());
            return batch;
        });
    }

    private final class Batch {

        private final Set<Long> begun = new LinkedHashSet<>();
        private final Set<Long> answered = new LinkedHashSet<>();
        private int missed;

        void write() {
            Set<Long> added = new LinkedHashSet<>(begun);
            added.removeAll(answered);
            if (!added.isEmpty()) {
                waiting.add(added);
            }
            Set<Long> removed = new LinkedHashSet<>(answered);
            removed.removeAll(begun);
            if (!removed.isEmpty()) {
                waiting.remove(removed);
            }
            progress.moveOn(CurrentSegment.number(), begun, answered, missed);
        }
    }
}
