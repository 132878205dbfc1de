package io.orderflow.rest;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Adds this module's controllers and error handling, and makes the web's JSON strict. */
@AutoConfiguration(beforeName = "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration")
@Import({
    StrictJson.class,
    RequestGate.class,
    ProblemHandler.class,
    ErrorPage.class,
    HealthController.class,
    ApiDocument.class
})
public class RestSupportAutoConfiguration {

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

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return tomcat -> tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }
}
