package io.orderflow.gateway.routing;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.stripPrefix;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.orderflow.gateway.exchange.SharedAnswers;
import io.orderflow.gateway.outage.Guard;
import io.orderflow.gateway.settings.Backend;
import io.orderflow.gateway.settings.GatewayProperties;
import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Which path leads to which service. */
@Configuration(proxyBeanMethods = false)
class Routes {

    @Bean
    RouterFunction<ServerResponse> services(
            GatewayProperties properties, CircuitBreakerRegistry breakers, ServiceDocuments documents) {
        return properties.backends().stream()
                .map(backend -> routes(backend, new Guard(backend.name(), breakers), documents))
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    private static RouterFunction<ServerResponse> routes(Backend backend, Guard guard, ServiceDocuments documents) {
        SharedAnswers shared = new SharedAnswers();
        return route().GET(backend.operatorsPath() + "/openapi.json", request -> documents.of(backend))
                .GET(backend.operatorsPath() + "/docs", request -> page(backend))
                .filter(guard)
                .build()
                .and(route().route(ofClients(backend), http())
                        .before(uri(backend.uri()))
                        .filter(guard)
                        .filter(shared)
                        .build())
                .and(route().route(
                                at(backend.operatorsPath())
                                        .and(at(backend.operatorsPath() + "/actuator")
                                                .negate()),
                                http())
                        .before(uri(backend.uri()))
                        .before(stripPrefix(2))
                        .after((request, response) -> throughTheGateway(response, backend))
                        .filter(guard)
                        .filter((request, next) -> seenAtOnce(shared, request, next))
                        .build());
    }

    private static RequestPredicate ofClients(Backend backend) {
        return backend.paths().stream()
                .map(Routes::at)
                .reduce(RequestPredicate::or)
                .orElseThrow();
    }

    private static RequestPredicate at(String path) {
        return path(path).or(path(path + "/**"));
    }

    private static ServerResponse page(Backend backend) {
        return ServerResponse.temporaryRedirect(URI.create("/docs?urls.primaryName=" + backend.name()))
                .build();
    }

    /** What an operator does, or may have done where there is no answer, is seen at once. */
    private static ServerResponse seenAtOnce(
            SharedAnswers shared, ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            return shared.filter(request, next);
        } finally {
            if (!request.method().equals(HttpMethod.GET)) {
                shared.forget();
            }
        }
    }

    /** A service says where something is in its own house. */
    private static ServerResponse throughTheGateway(ServerResponse response, Backend backend) {
        String location = response.headers().getFirst(HttpHeaders.LOCATION);
        if (location != null && location.startsWith("/") && !location.startsWith("//")) {
            response.headers().set(HttpHeaders.LOCATION, backend.operatorsPath() + location);
        }
        return response;
    }
}
