package io.orderflow.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.orderflow.gateway.settings.GatewayProperties;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

class RateLimitFilterTest {

    private static final URI ANYWHERE = URI.create("http://127.0.0.1:1");

    private final HandlerExceptionResolver problems = mock(HandlerExceptionResolver.class);
    private final RateLimitFilter filter = new RateLimitFilter(
            new GatewayProperties(
                    ANYWHERE,
                    ANYWHERE,
                    ANYWHERE,
                    Duration.ofSeconds(1),
                    new GatewayProperties.RateLimit(1, Duration.ofHours(1)),
                    1,
                    new GatewayProperties.Console("console", null),
                    List.of()),
            problems);

    RateLimitFilterTest() {
        when(problems.resolveException(any(), any(), isNull(), any())).thenAnswer(call -> {
            ErrorResponse problem = call.getArgument(3);
            call.<MockHttpServletResponse>getArgument(1)
                    .setStatus(problem.getStatusCode().value());
            return new ModelAndView();
        });
    }

    @Test
    void whoHasATokenIsCountedByItWhereverTheyAre() throws Exception {
        assertThat(ask("192.0.2.1", "ann")).isEqualTo(200);
        assertThat(ask("192.0.2.2", "ann")).isEqualTo(429);
        assertThat(ask("192.0.2.1", "bob")).isEqualTo(200);
    }

    @Test
    void othersAreCountedByTheirAddress() throws Exception {
        assertThat(ask("192.0.2.1", null)).isEqualTo(200);
        assertThat(ask("192.0.2.1", null)).isEqualTo(429);
        assertThat(ask("192.0.2.2", null)).isEqualTo(200);
    }

    @Test
    void nobodyIsCountedByTheAddressThatASubjectHasForAName() throws Exception {
        assertThat(ask("192.0.2.1", "192.0.2.2")).isEqualTo(200);
        assertThat(ask("192.0.2.2", null)).isEqualTo(200);
    }

    private int ask(String address, String subject) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");
        request.setRemoteAddr(address);
        request.setUserPrincipal(subject == null ? null : named(subject));
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    private static Principal named(String subject) {
        return () -> subject;
    }
}
