package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Records spans in memory, each when it ends. */
public final class RecordedSpans {

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    /** Makes spans that are recorded here. */
    public EventTracing tracing() {
        return new EventTracing(sdk, List.of(message -> Map.of("order.id", "7")));
    }

    /** A request's span, in a trace of its own, not ended. */
    public Span request() {
        return sdk.getTracer("test").spanBuilder("request").setNoParent().startSpan();
    }

    /** An event that follows from a span. */
    public static EventMessage<?> eventOf(Span span) {
        return TraceParent.follow(span, new GenericDomainEventMessage<>("Station", "station-1", 3, "rain", Map.of()));
    }

    public List<SpanData> ended() {
        return exporter.getFinishedSpanItems();
    }
}
