package io.orderflow.gateway.limit;

import io.orderflow.rest.problem.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses paths that gateway and service, or whatever else is on the way, might read differently: empty and dotted segments,
 * parameters of segments, and what of a path's own syntax is encoded. No address of a service has any of them.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PathFilter extends OncePerRequestFilter {

    private static final Pattern AMBIGUOUS = Pattern.compile(
            "//|[;\\\\]|/\\.{1,2}(/|$)|%(2[ef5]|3[bf]|23|5c|[01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

    private final HandlerExceptionResolver problems;

    PathFilter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (AMBIGUOUS.matcher(request.getRequestURI()).find()) {
            RefusedException problem = new RefusedException(
                    HttpStatus.BAD_REQUEST, "The address can be read in more than one way; write it plainly");
            problems.resolveException(request, response, null, problem);
        } else {
            chain.doFilter(request, response);
        }
    }
}
