package io.orderflow.gateway.exchange;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Breaks off towards the client what broke off in the middle: it must not look like an answer that is whole. Only the container
 * can do that, and only where nothing in between takes the failure for one that can still be answered.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrokenAnswers extends OncePerRequestFilter {

    private static final String FAILURE = BrokenAnswers.class.getName();

    static void note(HttpServletRequest request, IOException failure) {
        request.setAttribute(FAILURE, failure);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (request.getAttribute(FAILURE) instanceof IOException failure) {
            response.flushBuffer(); // what has begun cannot become another answer
            throw new ClientAbortException(failure); // for any other, the container would append its page for errors
        }
    }
}
