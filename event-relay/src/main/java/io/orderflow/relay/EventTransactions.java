package io.orderflow.relay;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/**
 * Transactions in which events are published outside of Axon's own handlers. Each is a unit of work rather than a bare
 * transaction: the event store wakes its readers when a unit of work has committed.
 */
public final class EventTransactions {

    private final TransactionManager transactions;

    public EventTransactions(TransactionManager transactions) {
        this.transactions = transactions;
    }

    /**
     * Does the work, and returns what it returned when the transaction has committed. Whatever the work or the commit throws
     * is thrown, and nothing of the work remains.
     */
    public <T> T execute(Supplier<T> work) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        AtomicReference<T> result = new AtomicReference<>();
        unitOfWork.execute(() -> result.set(work.get()));
        return result.get();
    }

    /** Does work that returns nothing, alike. */
    public void execute(Runnable work) {
        execute(() -> {
            work.run();
            return null;
        });
    }
}
