package io.orderflow.eventstore.tracing;

import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.StringUtils;

/**
 * Traces are recorded if there is an address to send them to ({@code management.opentelemetry.tracing.export.otlp.endpoint} or
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT}); metrics are sent if that is said ({@code management.otlp.metrics.export.enabled}).
 * Spring Boot does both as soon as the libraries are there.
 */
final class TracingSwitch implements EnvironmentPostProcessor {

    /** Spring Boot makes properties of OpenTelemetry's variables, but that may be later than this is asked. */
    private static final List<String> TRACES = List.of(
            "management.opentelemetry.tracing.export.otlp.endpoint",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_EXPORTER_OTLP_ENDPOINT");

    private static final String METRICS = "management.otlp.metrics.export.enabled";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        MutablePropertySources sources = environment.getPropertySources();
        if (isTracing(environment)) {
            // The only form that there is a sender for here; without one, nothing would start.
            sources.addFirst(new MapPropertySource(
                    "tracing", Map.of("management.opentelemetry.tracing.export.otlp.transport", "http")));
            // SteadySpanExporter says once what these say of each batch, with a stack trace.
            sources.addLast(new MapPropertySource(
                    "tracing defaults", Map.of("logging.level.io.opentelemetry.exporter", "off")));
        } else {
            // Else log lines would have an empty place for the trace.
            sources.addFirst(new MapPropertySource("tracing", Map.of("management.tracing.export.enabled", false)));
        }
    }

    static boolean isTracing(Environment environment) {
        return TRACES.stream().map(environment::getProperty).anyMatch(StringUtils::hasText);
    }

    static boolean isSendingMetrics(Environment environment) {
        return environment.getProperty(METRICS, Boolean.class, false);
    }
}
