package io.orderflow.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orderflow.gateway.outage.NoAnswerException;
import io.orderflow.gateway.outage.Outage;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Has a service asked once a second, and not for each of many consoles that are open: how it is doing is told to all who ask within a
 * second, with the same token or all without one. Anything else, and whatever is no success, is the service's own answer to each. Who
 * asks while nobody has an answer yet asks the service, too.
 */
public final class SharedAnswers implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Set<String> PATHS =
            Set.of("/health", "/processors", "/queues", "/projections", "/orders/statistics");

    private static final Duration GOOD = Duration.ofSeconds(1);

    private static final long MOST_ANSWERS = 200;

    private record Question(String path, String query, String authorization) {

        static Question of(ServerRequest request) {
            return new Question(
                    request.uri().getPath(),
                    request.servletRequest().getQueryString(),
                    request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
        }
    }

    private volatile Cache<Question, ServerResponse> known = nothing();

    private static Cache<Question, ServerResponse> nothing() {
        return Caffeine.newBuilder()
                .expireAfterWrite(GOOD)
                .maximumSize(MOST_ANSWERS)
                .build();
    }

    /** @throws NoAnswerException if the service breaks off */
    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (!request.method().equals(HttpMethod.GET)
                || !PATHS.contains(request.uri().getPath())) {
            return next.handle(request);
        }
        Cache<Question, ServerResponse> answers =
                known; // what is answered after they are forgotten is none of the new ones
        Question question = Question.of(request);
        ServerResponse answer = answers.getIfPresent(question);
        return answer != null ? answer : keep(answers, question, next.handle(request));
    }

    private static ServerResponse keep(
            Cache<Question, ServerResponse> answers, Question question, ServerResponse answer) {
        if (answer instanceof OrdinaryAnswer received && received.statusCode().isSameCodeAs(HttpStatus.OK)) {
            try {
                received.takeIn();
            } catch (IOException e) {
                throw new NoAnswerException(Outage.BROKEN_OFF, e);
            }
            answers.put(question, received);
        }
        return answer;
    }

    /** Something may have changed: the service is asked again. */
    public void forget() {
        known = nothing();
    }
}
