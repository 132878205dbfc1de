package io.orderflow.access;

import io.orderflow.rest.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that would change something, and that a browser sends for a page of another origin: whoever looks at any page
 * would do, without knowing, what an open service lets everybody on its machine do. Browsers say where a request comes from, by
 * {@code Sec-Fetch-Site} or at least {@code Origin}; other clients say neither, and are not meant.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
public final class ForeignPageFilter extends OncePerRequestFilter {

    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OF_OUR_PAGES = Set.of("same-origin", "none");

    private final ProblemWriter problems;
    private final Predicate<String> allowed;

    /** @param allowed the other origins whose pages may change things */
    public ForeignPageFilter(ProblemWriter problems, Predicate<String> allowed) {
        this.problems = problems;
        this.allowed = allowed;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return CHANGE_NOTHING.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (isOurs(request, origin) || (origin != null && allowed.test(origin))) {
            chain.doFilter(request, response);
        } else {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                    HttpStatus.FORBIDDEN, "Pages of other origins may change nothing here");
            problems.write(problem, request, response);
        }
    }

    /** The scheme is left out of account: what ends TLS in front of a service need not tell it. */
    private static boolean isOurs(HttpServletRequest request, String origin) {
        String site = request.getHeader(SITE);
        return site == null
                ? origin == null || origin.endsWith("://" + request.getHeader(HttpHeaders.HOST))
                : OF_OUR_PAGES.contains(site);
    }
}
