package io.orderflow.gateway.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

class GuardTest {

    private final CircuitBreakerRegistry breakers = new CircuitBreakerConfiguration().circuitBreakers();
    private final CircuitBreaker breaker = breakers.circuitBreaker("service");
    private final Guard guard = new Guard("service", breakers);

    @Test
    void clientsThatFindNoPlaceSpeakNeitherForAServiceThatHangsNorAgainstIt() {
        for (int i = 0; i < 10; i++) {
            ask(new NoAnswerException(Outage.BUSY, new IOException()));
            ask(new NoAnswerException(Outage.BUSY, new IOException()));
            assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
            ask(new NoAnswerException(Outage.OVERDUE, new IOException()));
        }

        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void whatIsAClientsFaultIsNoSignThatAServiceIsBack() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        for (int i = 0; i < 10; i++) {
            ask(new ErrorResponseException(HttpStatus.REQUEST_TIMEOUT));
            ask(new ErrorResponseException(HttpStatus.BAD_REQUEST));
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);

        for (int i = 0; i < 3; i++) {
            ask(new NoAnswerException(Outage.UNREACHABLE, new IOException()));
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    private void ask(RuntimeException failure) {
        assertThatThrownBy(() -> guard.filter(null, request -> {
                    throw failure;
                }))
                .isInstanceOf(ErrorResponseException.class);
    }
}
