package io.orderflow.rest.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that are no use to read on: a body that says it is too large, or compressed, and an address that is no URI.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestGate extends OncePerRequestFilter {

    /** The largest body. One that does not say its length is cut off here by the parser. */
    public static final long MOST_BYTES = 1024 * 1024;

    private static final String IDENTITY = "identity";

    private final ProblemWriter problems;

    RequestGate(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isUri(request.getRequestURI())) { // Tomcat takes some of these, on which Spring fails: "//" and "/;a=%zz"
            problems.write(Problems.outsideControllers(HttpStatus.BAD_REQUEST), response);
            return;
        }
        if (request.getContentLengthLong() > MOST_BYTES) {
            problems.write(Problems.tooLarge(), request, response);
            return;
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase(IDENTITY)) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
            problems.write(Problems.compressed(), request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isUri(String address) {
        try {
            new URI(address);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
