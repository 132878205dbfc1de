package io.orderflow.eventstore.transaction;

import org.postgresql.util.PSQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why an application does not start that {@link TransactionLimit} is not met for, and what to do. */
final class TransactionLimitFailureAnalyzer extends AbstractFailureAnalyzer<Exception> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Exception cause) {
        NoTransactionLimitException missing = findCause(rootFailure, NoTransactionLimitException.class);
        if (missing != null) {
            return new FailureAnalysis(missing.getMessage(), missing.remedy(), missing);
        }
        PSQLException refused = findCause(rootFailure, PSQLException.class);
        return refused != null && TransactionLimit.isUnknownTo(refused)
                ? new FailureAnalysis(
                        TransactionLimit.TOO_OLD + " (" + refused.getMessage() + ").",
                        TransactionLimit.UPGRADE,
                        refused)
                : null;
    }
}
