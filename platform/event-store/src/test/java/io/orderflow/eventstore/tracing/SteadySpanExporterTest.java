package io.orderflow.eventstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SteadySpanExporterTest {

    private final List<SpanData> sent = new ArrayList<>();
    private CompletableResultCode next = CompletableResultCode.ofSuccess();
    private final SteadySpanExporter exporter = new SteadySpanExporter(new SpanExporter() {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            sent.addAll(spans);
            return next;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    });

    @Test
    void whatWatchesTheServiceIsNotSent() {
        RecordedSpans recorded = new RecordedSpans();
        for (String path : List.of("/health", "/actuator/prometheus", "/orders", "/healthy-food")) {
            recorded.request().setAttribute("http.url", path).end();
        }

        exporter.export(recorded.ended());

        assertThat(sent)
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("http.url")))
                .containsExactly("/orders", "/healthy-food");
    }

    @Test
    void aCollectorThatIsAwayIsSaidOnceAndItsReturnOnce(CapturedOutput log) {
        RecordedSpans recorded = new RecordedSpans();
        recorded.request().end();
        for (int batch = 0; batch < 50; batch++) {
            next = CompletableResultCode.ofExceptionalFailure(new IllegalStateException("connection refused"));
            exporter.export(recorded.ended());
        }
        next = CompletableResultCode.ofSuccess();
        exporter.export(recorded.ended());
        exporter.export(recorded.ended());

        assertThat(log).containsOnlyOnce("Traces cannot be sent now").containsOnlyOnce("Traces are sent again");
        assertThat(log).contains("connection refused").doesNotContain("\tat ");
    }
}
