package io.orderflow.eventstore.settings;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.context.annotation.Bean;

/** Has every {@link DurationRange} watched. */
@AutoConfiguration
public class SettingsAutoConfiguration {

    /** Static, as it is needed before any other bean. */
    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor durationRanges() {
        return DurationRangeHandler::new;
    }
}
