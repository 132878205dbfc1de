package io.orderflow.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why a service does not start, and what to do. */
final class OpenToOthersFailureAnalyzer extends AbstractFailureAnalyzer<OpenToOthersException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenToOthersException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Name the issuer of tokens in SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI; or listen on this machine"
                        + " alone, by SERVER_ADDRESS=127.0.0.1; or, where something else guards the service, set"
                        + " ORDERFLOW_SECURITY=open.",
                cause);
    }
}
