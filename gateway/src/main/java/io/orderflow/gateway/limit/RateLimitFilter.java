package io.orderflow.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.orderflow.access.RefusalLimit;
import io.orderflow.gateway.settings.GatewayProperties;
import io.orderflow.rest.problem.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets each client ask so often and no more: the one that a token names, or else the address. It comes after what checks
 * tokens, and is asked by it before a refusal, too, so that bad tokens count for the address, and for nobody whose name they
 * bear. {@code /health} is not counted.
 */
@Component
@Order(0)
class RateLimitFilter extends OncePerRequestFilter implements RefusalLimit {

    private static final String HEALTH = "/health";

    /** Those who ask most are remembered; of the others, nobody comes near the limit. */
    private static final long MOST_CLIENTS = 100_000;

    private final GatewayProperties.RateLimit limit;
    private final String policy;
    private final Cache<String, Bucket> buckets;
    private final HandlerExceptionResolver problems;

    RateLimitFilter(
            GatewayProperties properties, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.limit = properties.rateLimit();
        this.policy =
                "\"requests\";q=" + limit.requests() + ";w=" + limit.period().toSeconds();
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(limit.period()) // it is full again by then
                .build();
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(HEALTH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (allows(request, response)) {
            chain.doFilter(request, response);
        }
    }

    @Override
    public boolean allows(HttpServletRequest request, HttpServletResponse response) {
        ConsumptionProbe probe =
                buckets.get(client(request), client -> newBucket()).tryConsumeAndReturnRemaining(1);
        response.setHeader("RateLimit-Policy", policy);
        response.setHeader(
                "RateLimit",
                "\"requests\";r=" + probe.getRemainingTokens() + ";t=" + seconds(probe.getNanosToWaitForReset()));
        if (!probe.isConsumed()) {
            problems.resolveException(request, response, null, tooMany(seconds(probe.getNanosToWaitForRefill())));
        }
        return probe.isConsumed();
    }

    static String client(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                ? request.getRemoteAddr()
                : "subject " + request.getUserPrincipal().getName();
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(limit.requests()).refillGreedy(limit.requests(), limit.period()))
                .build();
    }

    private RefusedException tooMany(long seconds) {
        String detail = "More than " + limit.requests() + " requests in "
                + limit.period().toSeconds() + " s; try again in " + seconds + " s";
        return new RefusedException(HttpStatus.TOO_MANY_REQUESTS, detail).retryAfter(seconds);
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }
}
