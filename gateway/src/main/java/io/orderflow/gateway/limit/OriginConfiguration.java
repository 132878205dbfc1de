package io.orderflow.gateway.limit;

import io.orderflow.access.ForeignPageFilter;
import io.orderflow.gateway.settings.GatewayProperties;
import io.orderflow.rest.problem.ProblemWriter;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets pages of the origins that are set use the gateway from a browser. Pages of others are told nothing, and change nothing.
 */
@Configuration(proxyBeanMethods = false)
class OriginConfiguration {

    @Bean
    CorsConfiguration allowedOrigins(GatewayProperties properties) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(properties.corsOrigins());
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(List.of(
                HttpHeaders.LOCATION,
                HttpHeaders.RETRY_AFTER,
                HttpHeaders.ETAG,
                HttpHeaders.LINK,
                "X-Total-Count",
                "RateLimit",
                "RateLimit-Policy"));
        allowed.setMaxAge(3600L);
        return allowed;
    }

    /** In front of what asks for tokens, as browsers ask beforehand without one. */
    @Bean
    FilterRegistrationBean<CorsFilter> cors(CorsConfiguration allowed, GatewayProperties properties) {
        UrlBasedCorsConfigurationSource everywhere = new UrlBasedCorsConfigurationSource();
        everywhere.registerCorsConfiguration("/**", allowed);
        CorsFilter cors = new CorsFilter(everywhere);
        cors.setCorsProcessor(new RefusingByProblem());
        FilterRegistrationBean<CorsFilter> filter = new FilterRegistrationBean<>(cors);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        filter.setEnabled(!properties.corsOrigins().isEmpty());
        return filter;
    }

    @Bean
    ForeignPageFilter foreignPages(CorsConfiguration allowed, ProblemWriter problems) {
        return new ForeignPageFilter(problems, origin -> allowed.checkOrigin(origin) != null);
    }

    /** Leaves the answer to the page for errors. */
    private static final class RefusingByProblem extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) throws IOException {
            ((ServletServerHttpResponse) response).getServletResponse().sendError(HttpStatus.FORBIDDEN.value());
        }
    }
}
