package io.orderflow.eventstore.tracing;

import io.orderflow.eventstore.exclusion.AutoConfigurationExclusion;
import java.util.HashSet;
import java.util.Set;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves out what {@link TracingSwitch} has off: it would take time at each start. */
final class TracingExclusion extends AutoConfigurationExclusion implements EnvironmentAware {

    private static final String BOOT = "org.springframework.boot.";

    /** Logs go to the console, and traces are sent by OTLP. */
    private static final Set<String> NEVER = Set.of(
            BOOT + "opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
            BOOT + "opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration",
            BOOT
                    + "micrometer.tracing.opentelemetry.autoconfigure.zipkin.ZipkinWithOpenTelemetryTracingAutoConfiguration");

    private static final Set<String> TRACING = Set.of(
            BOOT + "opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration",
            BOOT + "micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
            BOOT + "micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration");

    private static final Set<String> METRICS =
            Set.of(BOOT + "micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration");

    private Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected Set<String> leftOut() {
        Set<String> leftOut = new HashSet<>(NEVER);
        if (!TracingSwitch.isTracing(environment)) {
            leftOut.addAll(TRACING);
        }
        if (!TracingSwitch.isSendingMetrics(environment)) {
            leftOut.addAll(METRICS);
        }
        return leftOut;
    }
}
