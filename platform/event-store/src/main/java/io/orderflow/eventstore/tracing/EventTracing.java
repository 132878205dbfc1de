package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.tracing.SpanAttributesProvider;

/**
 * Makes the spans of what is done for events. Where nothing is recorded, as tracing is off, or the trace is none of those that
 * are kept, a span is {@linkplain Span#getInvalid() none}, and takes no time.
 */
public final class EventTracing {

    private final Tracer tracer;
    private final List<SpanAttributesProvider> attributes;

    /** @param attributes what the application says of an event, such as which order it is of */
    public EventTracing(OpenTelemetry openTelemetry, List<SpanAttributesProvider> attributes) {
        this.tracer = openTelemetry.getTracer("io.orderflow");
        this.attributes = List.copyOf(attributes);
    }

    /** One that records nothing. */
    public static EventTracing off() {
        return new EventTracing(OpenTelemetry.noop(), List.of());
    }

    /** A span of something that is done for an event, below what the event follows from. The caller ends it. */
    public Span begin(String name, SpanKind kind, EventMessage<?> event) {
        if (!TraceParent.isOfKeptTrace(event)) {
            return Span.getInvalid();
        }
        SpanContext parent = TraceParent.of(event);
        SpanBuilder span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(Context.root().with(Span.wrap(parent)))
                .setAttribute("event.id", event.getIdentifier())
                .setAttribute("event.type", event.getPayloadType().getSimpleName());
        if (event instanceof DomainEventMessage<?> fromAggregate) {
            span.setAttribute("aggregate.id", fromAggregate.getAggregateIdentifier());
        }
        attributes.forEach(provider -> provider.provideForMessage(event).forEach(span::setAttribute));
        return span.startSpan();
    }

    /** The spans of events that something is done for together. */
    public BatchSpans batch(SpanKind kind) {
        return new BatchSpans(this, kind);
    }

    /** A span of something that is done for whoever is being served on this thread. The caller ends it. */
    public Span begin(String name) {
        return tracer.spanBuilder(name).startSpan();
    }

    /** What is done meanwhile follows from the span. */
    public static void within(Span span, Runnable work) {
        Context.root().with(span).wrap(work).run();
    }
}
