package io.orderflow.eventstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class EventTracingTest {

    private static final Span NOT_SAMPLED = Span.wrap(SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault()));

    private final RecordedSpans recorded = new RecordedSpans();
    private final TraceCorrelation correlation = new TraceCorrelation();
    private final Span request = recorded.request();

    @Test
    void whatAHandlerDoesForAnEventIsInTheTraceOfItsRequest() throws Exception {
        HandlerSpans spans = new HandlerSpans("fulfilment", recorded.tracing());
        EventMessage<?> event = RecordedSpans.eventOf(request);

        spans.createBatchSpan(true, List.of(event, event));
        String handled = spans.createProcessEventSpan(true, event).runCallable(() ->
                (String) correlation.correlationDataFor(event).get(TraceParent.KEY));

        SpanData span = recorded.ended().get(0);
        assertThat(span.getName()).isEqualTo("fulfilment String");
        assertThat(span.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(handled).as("what follows from it").contains(span.getSpanId());
        assertThat(attribute(span, "order.id")).isEqualTo("7");
        assertThat(attribute(span, "aggregate.id")).isEqualTo("station-1");
        assertThat(span.getAttributes().get(AttributeKey.longKey("batch.size"))).isEqualTo(2);
    }

    @Test
    void aHandlerThatThrowsIsSeenToHaveFailed() {
        HandlerSpans spans = new HandlerSpans("fulfilment", recorded.tracing());

        assertThatThrownBy(() -> spans.createProcessEventSpan(true, RecordedSpans.eventOf(request))
                        .run(() -> {
                            throw new IllegalStateException("no");
                        }))
                .hasMessage("no");

        assertThat(recorded.ended().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void anEventOfATraceThatIsNotKeptHasNoSpanButStaysInIt() {
        EventMessage<?> event = RecordedSpans.eventOf(NOT_SAMPLED);

        assertThat(recorded.tracing().begin("publish", SpanKind.PRODUCER, event).isRecording())
                .isFalse();
        assertThat(correlation.correlationDataFor(event).get(TraceParent.KEY))
                .asString()
                .contains(NOT_SAMPLED.getSpanContext().getTraceId());
    }

    @Test
    void anEventOfNoTraceHasNoSpan() {
        EventMessage<?> event = GenericEventMessage.asEventMessage("rain");

        assertThat(recorded.tracing().begin("publish", SpanKind.PRODUCER, event).isRecording())
                .isFalse();
        assertThat(correlation.correlationDataFor(event)).isEmpty();
    }

    @Test
    void theEventsOfABatchStayEachInItsOwnTrace() {
        Span another = recorded.request();
        BatchSpans batch = recorded.tracing().batch(SpanKind.PRODUCER);

        EventMessage<?> first = batch.begin("publish", Attributes.empty(), RecordedSpans.eventOf(request));
        EventMessage<?> second = batch.begin("publish", Attributes.empty(), RecordedSpans.eventOf(another));
        assertThatThrownBy(() -> batch.run(() -> {
                    throw new IllegalStateException("The broker is away");
                }))
                .hasMessage("The broker is away");

        assertThat(recorded.ended())
                .extracting(SpanData::getTraceId)
                .containsExactly(traceOf(request), traceOf(another));
        assertThat(recorded.ended())
                .extracting(span -> span.getStatus().getDescription())
                .containsOnly("The broker is away");
        assertThat(TraceParent.of(first).getSpanId())
                .isEqualTo(recorded.ended().get(0).getSpanId());
        assertThat(TraceParent.of(second).getSpanId())
                .isEqualTo(recorded.ended().get(1).getSpanId());
    }

    @Test
    void whatIsDoneForARequestIsBelowIt() {
        EventTracing.within(
                request, () -> recorded.tracing().begin("place order").end());

        assertThat(recorded.ended().get(0).getParentSpanId())
                .isEqualTo(request.getSpanContext().getSpanId());
    }

    private static String traceOf(Span span) {
        return span.getSpanContext().getTraceId();
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }
}
