package io.orderflow.relay.topology;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why an application does not start whose number of partitions is another than the system's, and what to do. */
final class PartitionsFailureAnalyzer extends AbstractFailureAnalyzer<PartitionsDisagreeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PartitionsDisagreeException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
