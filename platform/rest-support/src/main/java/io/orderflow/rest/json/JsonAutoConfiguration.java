package io.orderflow.rest.json;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Makes the web's JSON and parameters strict, and JSON what the web speaks. */
@AutoConfiguration
@Import({StrictJsonConfiguration.class, StrictParameters.class, TrailingSlashFilter.class})
public class JsonAutoConfiguration {

    /**
     * Lets a query parameter name a constant in lower case, as JSON does, and gives JSON whatever a client says it
     * accepts: Spring would find out that there is nothing else when the request has been carried out.
     */
    @Bean
    WebMvcConfigurer lenientRequests() {
        return new WebMvcConfigurer() {
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
                negotiation.strategies(List.of(request -> ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST));
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                ApplicationConversionService.addApplicationConverters(registry);
            }
        };
    }
}
