package io.orderflow.eventstore.tracing;

import io.opentelemetry.api.OpenTelemetry;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.tracing.SpanAttributesProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Follows events through the application. It records where {@link TracingSwitch tracing is on}. */
@AutoConfiguration(before = AxonAutoConfiguration.class, after = OpenTelemetrySdkAutoConfiguration.class)
public class EventTracingAutoConfiguration {

    @Bean
    EventTracing eventTracing(
            ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<SpanAttributesProvider> attributes) {
        return new EventTracing(
                openTelemetry.getIfAvailable(OpenTelemetry::noop),
                attributes.orderedStream().toList());
    }

    @Bean
    CorrelationDataProvider traceCorrelation() {
        return new TraceCorrelation();
    }

    /** Axon's own, which it leaves out where there is another. */
    @Bean
    CorrelationDataProvider messageOrigin() {
        return new MessageOriginProvider();
    }
}
