package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;

/**
 * The spans of events that something is done for together: one for each event, in the event's own trace, as none of them is
 * the reason of the others. They end together. For one thread.
 */
public final class BatchSpans {

    private final EventTracing tracing;
    private final SpanKind kind;
    private final List<Span> spans = new ArrayList<>();
    private int events;

    BatchSpans(EventTracing tracing, SpanKind kind) {
        this.tracing = tracing;
        this.kind = kind;
    }

    /** Begins an event's span, and returns the event as one that follows from it. */
    public EventMessage<?> begin(String name, Attributes attributes, EventMessage<?> event) {
        events++;
        Span span = tracing.begin(name, kind, event);
        if (!span.isRecording()) {
            return event;
        }
        spans.add(span.setAllAttributes(attributes));
        return TraceParent.follow(span, event);
    }

    /** Does what is to be done, and ends the spans. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /** Does what is to be done, ends the spans, and returns what has become of it. */
    public <T> T call(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            spans.forEach(span -> span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage())));
            throw e;
        } finally {
            spans.forEach(span ->
                    span.setAttribute("messaging.batch.message_count", events).end());
        }
    }
}
