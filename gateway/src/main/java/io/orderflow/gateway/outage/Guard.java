package io.orderflow.gateway.outage;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.orderflow.rest.problem.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Asks a service, or refuses at once while it is known to be away.
 *
 * <p>Only what is no answer counts against a service: whatever it answers, a 503 too, is its own word.
 */
public final class Guard implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final CircuitBreaker breaker;

    /** @param service its name, also that of the metrics */
    public Guard(String service, CircuitBreakerRegistry breakers) {
        breaker = breakers.circuitBreaker(service);
        breaker.getEventPublisher().onStateTransition(event -> log(event.getStateTransition()));
    }

    /** The attempts in between are no news. */
    private void log(CircuitBreaker.StateTransition transition) {
        switch (transition) {
            case CLOSED_TO_OPEN -> log.warn("{} gives no answer; requests to it are refused", breaker.getName());
            case HALF_OPEN_TO_CLOSED -> log.info("{} answers again", breaker.getName());
            default -> {}
        }
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            return breaker.executeCallable(() -> next.handle(request));
        } catch (CallNotPermittedException e) {
            throw problem(HttpStatus.SERVICE_UNAVAILABLE, Outage.UNREACHABLE.meaning(), e);
        } catch (NoAnswerException e) {
            log.debug("No answer of {}", breaker.getName(), e);
            throw problem(e.outage().status(), e.outage().meaning(), e);
        }
    }

    private RefusedException problem(HttpStatus status, String meaning, RuntimeException cause) {
        RefusedException problem = new RefusedException(status, breaker.getName() + " " + meaning, cause);
        return status == HttpStatus.SERVICE_UNAVAILABLE
                ? problem.retryAfter(CircuitBreakerConfiguration.PAUSE.toSeconds())
                : problem;
    }
}
