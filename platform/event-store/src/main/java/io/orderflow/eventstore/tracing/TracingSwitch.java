package io.orderflow.eventstore.tracing;

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

    private static final String TRACES = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final String METRICS = "management.otlp.metrics.export.url";

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
        return StringUtils.hasText(environment.getProperty(TRACES));
    }

    static boolean isSendingMetrics(Environment environment) {
        return StringUtils.hasText(environment.getProperty(METRICS));
    }
}
