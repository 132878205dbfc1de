package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.tracing.NoOpSpanFactory;
import org.axonframework.tracing.Span;
import org.axonframework.tracing.SpanScope;

/**
 * A span for each event that a processor handles, in the event's own trace. The events of a batch are of many traces: the batch has
 * no span, and each of its events says of how many it was.
 */
public final class HandlerSpans implements EventProcessorSpanFactory {

    private final String processor;
    private final EventTracing tracing;

    /** Each thread of the processor has a batch of its own. */
    @SuppressWarnings("ThreadLocalUsage") // there are as few processors as static fields
    private final ThreadLocal<Integer> batchSize = ThreadLocal.withInitial(() -> 0);

    public HandlerSpans(String processor, EventTracing tracing) {
        this.processor = processor;
        this.tracing = tracing;
    }

    @Override
    public Span createBatchSpan(boolean streaming, List<? extends EventMessage<?>> events) {
        batchSize.set(events.size());
        return NoOpSpanFactory.NoOpSpan.INSTANCE;
    }

    @Override
    public Span createProcessEventSpan(boolean streaming, EventMessage<?> event) {
        var span = tracing.begin(processor + " " + event.getPayloadType().getSimpleName(), SpanKind.INTERNAL, event);
        if (!span.isRecording()) {
            return NoOpSpanFactory.NoOpSpan.INSTANCE;
        }
        span.setAttribute("processor", processor).setAttribute("batch.size", batchSize.get());
        return new Recorded(span);
    }

    /** OpenTelemetry's span as Axon's. */
    private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {

        @Override
        public Span start() {
            return this;
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // by whoever closes Axon's
        public SpanScope makeCurrent() {
            Scope scope = span.makeCurrent();
            return scope::close;
        }

        @Override
        public void end() {
            span.end();
        }

        @Override
        public Span recordException(Throwable failure) {
            span.setStatus(StatusCode.ERROR).recordException(failure);
            return this;
        }

        @Override
        public Span addAttribute(String key, String value) {
            span.setAttribute(key, value);
            return this;
        }
    }
}
