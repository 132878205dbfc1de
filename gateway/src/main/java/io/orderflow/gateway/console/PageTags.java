package io.orderflow.gateway.console;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** Gives the console's files tags by what is in them, so that a browser that has them is not sent them again. */
@Configuration(proxyBeanMethods = false)
class PageTags {

    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> tags() {
        ShallowEtagHeaderFilter tags = new ShallowEtagHeaderFilter();
        tags.setWriteWeakETag(true); // what has a strong one is not compressed
        FilterRegistrationBean<ShallowEtagHeaderFilter> filter = new FilterRegistrationBean<>(tags);
        filter.addUrlPatterns("/console/*", "/webjars/*");
        return filter;
    }
}
