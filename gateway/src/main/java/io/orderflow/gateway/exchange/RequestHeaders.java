package io.orderflow.gateway.exchange;

import io.orderflow.gateway.settings.Backend;
import io.orderflow.gateway.settings.GatewayProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * What a service is told beside what the client says: who asked, and under which address. What a client says of that itself, or
 * of another method or path than it asks for, is left out.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class RequestHeaders implements RequestHttpHeadersFilter {

    private static final Set<String> LEFT_OUT = Set.of(
            HttpHeaders.EXPECT, // the container has answered it
            HttpHeaders.ORIGIN, // whose pages may ask what, the gateway has decided
            "Sec-Fetch-Site",
            "X-HTTP-Method",
            "X-HTTP-Method-Override",
            "X-Method-Override",
            "X-Original-URL",
            "X-Rewrite-URL");

    private final List<String> prefixes;

    RequestHeaders(GatewayProperties properties) {
        prefixes = properties.backends().stream().map(Backend::operatorsPath).toList();
    }

    @Override
    public HttpHeaders apply(HttpHeaders received, ServerRequest serverRequest) {
        HttpServletRequest request = serverRequest.servletRequest();
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(received);
        LEFT_OUT.forEach(headers::remove);
        headers.set("X-Forwarded-For", request.getRemoteAddr());
        headers.set("X-Forwarded-Proto", request.getScheme());
        headers.set("X-Forwarded-Host", request.getServerName());
        headers.set("X-Forwarded-Port", String.valueOf(request.getServerPort()));
        prefixes.stream()
                .filter(prefix -> request.getRequestURI().startsWith(prefix + "/"))
                .forEach(prefix -> headers.set("X-Forwarded-Prefix", prefix));
        return headers;
    }
}
