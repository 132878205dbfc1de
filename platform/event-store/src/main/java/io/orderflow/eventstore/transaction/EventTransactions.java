package io.orderflow.eventstore.transaction;

import java.util.function.Supplier;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.springframework.util.ReflectionUtils;

/**
 * Transactions in which events are published or handled by us and not by Axon. Each is a unit of work rather than a bare
 * transaction: the event store wakes its readers, and handlers do what they have gathered, when a unit of work commits.
 */
public final class EventTransactions {

    private final TransactionManager transactions;

    /** @param transactions whose transactions can be rolled back after their end, which then does nothing, as Spring's can */
    public EventTransactions(TransactionManager transactions) {
        this.transactions = transactions;
    }

    /**
     * Does the work, and returns what it returned when the transaction has committed. What the work or the commit throws is
     * thrown as it is, and nothing of the work remains, unless the connection was lost during the commit, or an {@link Error}
     * came right after it: then all of it may. Not to be called in a transaction, which would only take the work in.
     */
    public <T> T execute(Supplier<T> work) {
        Transaction transaction = transactions.startTransaction();
        try {
            var unitOfWork = DefaultUnitOfWork.startAndGet(null);
            unitOfWork.onCommit(committing -> transaction.commit());
            ResultMessage<T> result = unitOfWork.executeWithResult(work::get);
            if (result.isExceptional()) {
                ReflectionUtils.rethrowRuntimeException(result.exceptionResult());
            }
            return result.getPayload();
        } catch (Throwable failure) {
            // Not in the unit of work, whose handlers an Error may pass by: the thread's next work would join what is
            // left.
            rollBack(transaction, failure);
            throw failure;
        }
    }

    private static void rollBack(Transaction transaction, Throwable because) {
        try {
            transaction.rollback();
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Does work that returns nothing, alike. */
    public void execute(Runnable work) {
        execute(() -> {
            work.run();
            return null;
        });
    }
}
