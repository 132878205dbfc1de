package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.orderflow.eventstore.worker.FailureLog;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that spans cannot be sent, and once that they can be again, where OpenTelemetry's exporters log each batch with a
 * stack trace. Requests of whoever watches the service itself are not sent.
 */
final class SteadySpanExporter implements SpanExporter {

    private static final Logger log = LoggerFactory.getLogger(SteadySpanExporter.class);

    private static final AttributeKey<String> PATH = AttributeKey.stringKey("http.url");
    private static final Pattern WATCHERS = Pattern.compile("/(?:health|actuator)(?:/|$)");

    private final SpanExporter delegate;
    private final AtomicBoolean failing = new AtomicBoolean();

    SteadySpanExporter(SpanExporter delegate) {
        this.delegate = delegate;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        List<SpanData> wanted =
                spans.stream().filter(span -> !isOfWatcher(span)).toList();
        if (wanted.isEmpty()) {
            return CompletableResultCode.ofSuccess();
        }
        CompletableResultCode result = delegate.export(wanted);
        return result.whenComplete(() -> {
            boolean failed = !result.isSuccess();
            if (failing.getAndSet(failed) != failed) {
                if (failed) {
                    log.warn("Traces cannot be sent now, and are dropped: {}", reasonOf(result));
                } else {
                    log.info("Traces are sent again");
                }
            }
        });
    }

    private static boolean isOfWatcher(SpanData span) {
        String path = span.getAttributes().get(PATH);
        return path != null && WATCHERS.matcher(path).lookingAt();
    }

    private static String reasonOf(CompletableResultCode result) {
        Throwable failure = result.getFailureThrowable();
        return failure == null ? "the collector refuses them, or does not answer" : FailureLog.sentence(failure);
    }

    @Override
    public CompletableResultCode flush() {
        return delegate.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return delegate.shutdown();
    }
}
