package io.orderflow.eventstore.tracing;

import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Traces are recorded if there is an address to send them to ({@code management.opentelemetry.tracing.export.otlp.endpoint} or
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT}), and metrics are sent likewise ({@code management.otlp.metrics.export.url}). Spring
 * Boot does both as soon as the libraries are there.
 */
final class TracingSwitch implements EnvironmentPostProcessor {

    /** Spring Boot makes properties of OpenTelemetry's variables, but that may be later than this is asked. */
    private static final String BOTH = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static final List<String> TRACES = List.of(
            "management.opentelemetry.tracing.export.otlp.endpoint", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", BOTH);
    private static final List<String> METRICS =
            List.of("management.otlp.metrics.export.url", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", BOTH);

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> settings = isTracing(environment)
                // SteadySpanExporter says once what these say of each batch, with a stack trace.
                ? Map.of("logging.level.io.opentelemetry.exporter", "off")
                // Else log lines would have an empty place for the trace.
                : Map.of("management.tracing.export.enabled", false);
        environment.getPropertySources().addFirst(new MapPropertySource("tracing", settings));
    }

    static boolean isTracing(Environment environment) {
        return names(environment, TRACES);
    }

    static boolean isSendingMetrics(Environment environment) {
        return names(environment, METRICS);
    }

    private static boolean names(Environment environment, List<String> addresses) {
        return addresses.stream().map(environment::getProperty).anyMatch(StringUtils::hasText);
    }
}
