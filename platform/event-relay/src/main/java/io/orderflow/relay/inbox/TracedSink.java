package io.orderflow.relay.inbox;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.orderflow.eventstore.tracing.BatchSpans;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.relay.wire.EventRef;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/** Shows in the trace of each event that it was received and stored; one that came again, each time that it came. */
final class TracedSink implements EventSink {

    private final EventSink delegate;
    private final EventTracing tracing;
    private final String span;
    private final Attributes attributes;

    TracedSink(EventSink delegate, EventTracing tracing, String queue) {
        this.delegate = delegate;
        this.tracing = tracing;
        this.span = "receive " + queue;
        this.attributes = Attributes.builder()
                .put("messaging.system", "rabbitmq")
                .put("messaging.operation.type", "receive")
                .put("messaging.destination.name", queue)
                .build();
    }

    @Override
    public List<EventRef> missing(List<EventRef> events) {
        return delegate.missing(events);
    }

    @Override
    public int store(List<EventMessage<?>> events) {
        BatchSpans spans = tracing.batch(SpanKind.CONSUMER);
        List<EventMessage<?>> following = events.stream()
                .<EventMessage<?>>map(event -> spans.begin(span, attributes, event))
                .toList();
        return spans.call(() -> delegate.store(following));
    }
}
