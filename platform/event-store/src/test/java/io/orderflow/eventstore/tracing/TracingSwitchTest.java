package io.orderflow.eventstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.orderflow.eventstore.sample.Weather;
import io.orderflow.eventstore.serialization.EventCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TracingSwitchTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
            })
    static class Application {

        @Bean
        EventCatalog eventCatalog() {
            return EventCatalog.of(Weather.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.opentelemetry.tracing.export.otlp.endpoint",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "OTEL_EXPORTER_OTLP_ENDPOINT"
            })
    void whoNamesACollectorHasTracesRecorded(String address) {
        try (ConfigurableApplicationContext application = run(address + "=http://127.0.0.1:9/v1/traces")) {
            assertThat(application.getBeansOfType(OpenTelemetrySdk.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing=", "management.opentelemetry.tracing.export.otlp.endpoint="})
    void whoNamesNoneHasNothingOfIt(String setting) {
        try (ConfigurableApplicationContext application = run(setting)) {
            assertThat(application.getBeansOfType(OpenTelemetry.class)).isEmpty();
            assertThat(application.getBeansOfType(SpanExporter.class)).isEmpty();
            assertThat(application.getBean(EventTracing.class)).isNotNull();
        }
    }

    private static ConfigurableApplicationContext run(String setting) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run("--" + setting);
    }
}
