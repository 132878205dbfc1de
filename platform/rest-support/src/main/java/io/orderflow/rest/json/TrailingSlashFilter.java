package io.orderflow.rest.json;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends who adds a slash to an address to the address without it, by a 307, which keeps method and body. Where to is said
 * relative to the address that was asked for, so it is right behind a proxy that calls the service by another host or under
 * another path, and leads to no other host.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class TrailingSlashFilter extends OncePerRequestFilter {

    private static final Pattern LAST_SEGMENT_AND_SLASH = Pattern.compile("/([^/]+)/$");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Matcher slash = LAST_SEGMENT_AND_SLASH.matcher(path);
        if (!slash.find()) {
            chain.doFilter(request, response);
            return;
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        response.setStatus(HttpStatus.TEMPORARY_REDIRECT.value());
        response.setHeader(HttpHeaders.LOCATION, "../" + slash.group(1) + query);
    }
}
