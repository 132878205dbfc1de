package io.orderflow.gateway.console;

import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;

/**
 * Has browsers show nothing of the gateway in another page, nor take it for what it does not say it is. What the console or a
 * service says of that itself, holds.
 */
@Configuration(proxyBeanMethods = false)
class FrameHeaders {

    @Bean
    FilterRegistrationBean<HeaderWriterFilter> frames() {
        return new FilterRegistrationBean<>(new HeaderWriterFilter(List.of(
                new ContentSecurityPolicyHeaderWriter("frame-ancestors 'none'"),
                new XContentTypeOptionsHeaderWriter())));
    }
}
