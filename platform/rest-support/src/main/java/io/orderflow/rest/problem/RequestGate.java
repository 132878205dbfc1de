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
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses requests that are no use to read on: a body that says it is too large, or compressed, and an address that is no URI.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestGate extends OncePerRequestFilter {

    /** The largest body. One that does not say its length is cut off here by the parser. */
    public static final long MOST_BYTES = 1024 * 1024;

    private static final String IDENTITY = "identity";

    private final JsonMapper json;

    RequestGate(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        URI address;
        try {
            address = new URI(request.getRequestURI());
        } catch (URISyntaxException e) { // Tomcat takes some of these, on which Spring fails: "//" and "/;a=%zz"
            refuse(response, Problems.outsideControllers(HttpStatus.BAD_REQUEST));
            return;
        }
        if (request.getContentLengthLong() > MOST_BYTES) {
            refuse(response, Problems.tooLarge(), address);
            return;
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase(IDENTITY)) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
            refuse(response, Problems.compressed(), address);
            return;
        }
        chain.doFilter(request, response);
    }

    private void refuse(HttpServletResponse response, ProblemDetail problem, URI address) throws IOException {
        problem.setInstance(address);
        refuse(response, problem);
    }

    private void refuse(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }
}
