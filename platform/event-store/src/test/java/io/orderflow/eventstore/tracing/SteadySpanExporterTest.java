package io.orderflow.eventstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SteadySpanExporterTest {

    private CompletableResultCode next = CompletableResultCode.ofSuccess();
    private final SteadySpanExporter exporter = new SteadySpanExporter(new SpanExporter() {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
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
    void aCollectorThatIsAwayIsSaidOnceAndItsReturnOnce(CapturedOutput log) {
        for (int batch = 0; batch < 50; batch++) {
            next = CompletableResultCode.ofExceptionalFailure(new IllegalStateException("connection refused"));
            exporter.export(List.of());
        }
        next = CompletableResultCode.ofSuccess();
        exporter.export(List.of());
        exporter.export(List.of());

        assertThat(log).containsOnlyOnce("Traces cannot be sent now").containsOnlyOnce("Traces are sent again");
        assertThat(log).contains("connection refused").doesNotContain("\tat ");
    }
}
